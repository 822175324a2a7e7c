import type { Device } from '../../../kernel/src/process/protocol.js';

/** Options every command has. */
export interface Common {
  readonly workspace?: string;
  readonly format?: 'text' | 'json' | 'sarif';
  readonly seed?: number;
  readonly device?: Device;
  /** Values for parameters, as they were typed. */
  readonly set?: ReadonlyMap<string, string>;
}

/** Place of an action that stands in no file. */
export const nowhere = { line: 1, character: 1 };
