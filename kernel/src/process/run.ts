import type { Plan, SpecPlace } from '../plan.js';
import type { Result } from '../result.js';
import type { Training } from './training.js';
import type { Workbench } from './workbench.js';

/** Told of every result as soon as it is there. */
export type Emit = (result: Result, reused: boolean, place: SpecPlace) => void;

/** What an action works with. */
export interface Run {
  readonly bench: Workbench;
  readonly plan: Plan;
  /** Of the spec, relative to the workspace. */
  readonly folder: string;
  readonly training: Training;
  readonly emit: Emit;
  /** Number of the promoted version that is used, where one is. */
  readonly live?: number;
}
