import type { TextMode } from '../plan.js';
import type { Average, Estimated } from './estimators/estimator.js';
import type { Study } from './study.js';

/** What was found in one mode: one entry per contrast. */
export interface ModeFound {
  readonly mode: TextMode;
  readonly estimated: readonly Estimated[];
  readonly averages: readonly Average[];
}

/** An effect by what of the texts is adjusted for, and the study that is adjusted for all of it. */
export interface FoundModes {
  readonly full: Study;
  readonly found: readonly ModeFound[];
}
