/** A model of the Hugging Face hub, as a spec names it. */
export interface ModelName {
  readonly organisation: string;
  readonly model: string;
  /** Commit that the spec asks for, where it asks for one. */
  readonly revision?: string;
}

const part = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}';
const pattern = new RegExp(`^(?:hf:)?(${part})/(${part})(?:@([0-9a-f]{40}))?$`);

/**
 * @example
 * parseModelName('hf:org/model') // { organisation: 'org', model: 'model' }
 * @returns undefined where it is no such name
 */
export function parseModelName(name: string): ModelName | undefined {
  const match = pattern.exec(name);
  if (!match || name.includes('..')) return undefined;
  return { organisation: match[1], model: match[2], revision: match[3] };
}

/** Whether a name in a spec means a model, well formed or not. */
export function meansModel(name: string): boolean {
  return name.startsWith('hf:');
}
