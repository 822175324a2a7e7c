/** Messages between the two threads of a kernel process: the one that speaks the protocol, and the one that computes. */
import type { SpecPlace } from '../plan.js';
import type { Result } from '../result.js';
import type { UsedDevice } from '../text/device.js';
import type { HelloParameters, Outcome, RunParameters } from './protocol.js';

/** Given to the compute worker when it starts. */
export interface WorkerData {
  readonly hello: HelloParameters;
  /** Element 0 set to 1 asks the running work to stop. */
  readonly stop: Int32Array;
}

/** protocol thread -> compute worker */
export interface RunMessage {
  readonly kind: 'run';
  readonly parameters: RunParameters;
}

/** compute worker -> protocol thread */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly fraction: number; readonly message: string }
  | { readonly kind: 'result'; readonly result: Result; readonly reused: boolean; readonly place: SpecPlace }
  | { readonly kind: 'encoder'; readonly name: string; readonly device: UsedDevice; readonly why: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome };
