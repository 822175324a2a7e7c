import type { Problem } from '../../problem.js';
import type { Scratch } from './job.js';

/** What a helper thread is started with. */
export interface HelperData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly signals: SharedArrayBuffer;
  readonly port: import('node:worker_threads').MessagePort;
  /** 1, 2, ... */
  readonly member: number;
  readonly members: number;
}

/** One call of a job, to all helpers alike. */
export interface Call {
  readonly job: string;
  /** `map`: one run per entry, claimed one by one. `together`: the only entry is everyone's. */
  readonly mode: 'map' | 'together';
  readonly list: readonly unknown[];
  readonly scratch: Scratch;
}

/** What a run yielded; `item` is the place of its argument, or the member. */
export type Answer =
  | { readonly kind: 'result'; readonly item: number; readonly result: unknown }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };
