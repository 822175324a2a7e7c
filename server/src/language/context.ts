import { type AstNode, AstUtils, type LangiumDocument, UriUtils } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { FileSchema } from '../../../kernel/src/process/protocol.js';
import { isData, isScoreAction, type Spec } from './generated/ast.js';
import type { SchemaSource } from './schemas.js';
import type { Variables } from './variable-info.js';

/** What a spec was linked with: fixed when its build reaches linking, so that validation needs no waiting. */
export interface SpecContext {
  /** The specs whose declarations it sees: the cells above it, top first, then itself. */
  readonly visible: readonly Spec[];
  /** Place among the cells of its notebook, from 0; undefined for a file. */
  readonly cell?: number;
  /** Schemas of the files it names, by path as written. */
  readonly schemas: ReadonlyMap<string, FileSchema>;
  /** Variables by the node that opens their scope; filled by `variablesInScope`. */
  readonly variables: Map<AstNode, Variables>;
}

const contexts = new WeakMap<AstNode, SpecContext>();

/** The context of the spec a node is part of; a spec that was never linked sees itself and knows no file. */
export function contextOf(node: AstNode): SpecContext {
  const root = AstUtils.findRootNode(node) as Spec;
  let context = contexts.get(root);
  if (!context) {
    context = { visible: [root], schemas: new Map(), variables: new Map() };
    contexts.set(root, context);
  }
  return context;
}

/** Paths of all files a spec names, each once. */
export function filesNamed(spec: Spec): string[] {
  const declared = spec.declarations.filter(isData).map((data) => data.path);
  const scored = spec.actions.filter(isScoreAction).map((action) => action.on);
  return [...new Set([...declared, ...scored])].filter((path) => path !== undefined);
}

/**
 * Asks for the schemas of all files of a document, at once, and keeps them with what the document sees.
 *
 * @param above the cells above it, top first; undefined for a document that is no cell
 */
export async function prepareContext(
  document: LangiumDocument,
  above: readonly LangiumDocument[] | undefined,
  schemas: SchemaSource,
  token: CancellationToken,
): Promise<void> {
  const spec = document.parseResult.value as Spec;
  const paths = filesNamed(spec);
  const answers = await Promise.all(paths.map((path) => schemas.columns(path, document.uri, token)));
  const known = paths.flatMap((path, i) => (answers[i] ? [[path, answers[i]] as const] : []));
  contexts.set(spec, {
    visible: [...(above ?? []).map((cell) => cell.parseResult.value as Spec), spec],
    cell: above?.length,
    schemas: new Map(known),
    variables: new Map(),
  });
}

/** Whether a document saw another one when it was last linked. */
export function sawDocument(document: LangiumDocument, uris: ReadonlySet<string>): boolean {
  const root = document.parseResult.value;
  const visible = contexts.get(root)?.visible ?? [];
  return visible.some(
    (spec) => spec !== root && spec.$document && uris.has(UriUtils.normalize(spec.$document.uri)),
  );
}
