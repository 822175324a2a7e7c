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
