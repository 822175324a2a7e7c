import type {
  BalanceRow,
  Check,
  Contrast,
  Overlap,
  Sensitivity,
  SimulatedCause,
  UpliftCurve,
} from '../../result.js';
import type { Task } from '../../task.js';
import type { Estimated } from '../estimators/estimator.js';
import type { FoundModes } from '../found-modes.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';

/** An estimate that is to be checked, and what it was made with. */
export interface Finding {
  readonly study: Study;
  /** Nuisances the estimate was made with: constants for a difference in means, whose weights balance nothing. */
  readonly used: Nuisances;
  /** One per arm but the baseline, and the contrasts they gave. */
  readonly estimated: readonly Estimated[];
  readonly contrasts: readonly Contrast[];
  /** The same effect by what of the texts is adjusted for, where there are some. */
  readonly modes?: FoundModes;
}

/** A finding with the tables that several checks read. */
export interface Evidence extends Finding {
  readonly overlap: readonly Overlap[];
  readonly balance: readonly BalanceRow[];
  /** Absent where no check that reads it was asked for. */
  readonly sensitivity?: readonly Sensitivity[];
  readonly simulated?: readonly SimulatedCause[];
  readonly uplift?: readonly UpliftCurve[];
}

/** Speaks for or against an estimate. */
export type Checker = (evidence: Evidence, task: Task) => Check;
