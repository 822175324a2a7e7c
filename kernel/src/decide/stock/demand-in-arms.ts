import { demandsOf } from '../../effects/estimators/demands.js';
import { estimators } from '../../effects/estimators/estimators.js';
import type { EffectRequest } from '../../effects/request.js';
import { openStudy } from '../../effects/study.js';
import { trimmedStudy, trimmingWarnings } from '../../effects/trimmed-study.js';
import type { Units } from '../../models/units.js';
import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { overlapWarnings } from '../arm-overlap.js';

/** What rows demanded, and what they would have in each arm: plain data, an entry per row of the effect's sample. */
export interface DemandInArms {
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  readonly level: number;
  /** 1-based row of the data file. */
  readonly sourceRow: Int32Array;
  readonly arm: Int32Array;
  readonly quantity: Float64Array;
  /** `[arm][row]`: probability of the arm, and mean demand in it, given what is adjusted for; by fits without the row's fold. */
  readonly propensity: readonly Float64Array[];
  readonly expected: readonly Float64Array[];
  readonly foldOf: Int8Array;
  readonly folds: number;
  readonly weights?: Float64Array;
  readonly clusters?: Units;
  readonly warnings: readonly string[];
}

/**
 * Fits propensities and mean demand of every arm as the effect does, over everybody whatever its estimand.
 *
 * @throws InputError CS6087 where arms are not compared, CS6072 where an arm has no overlap, and as effects do
 */
export function gatherDemandInArms(request: EffectRequest, task: Task): DemandInArms {
  const { treatment, outcome, estimator, level } = request.parameters;
  const { pastConfounding, dose } = demandsOf(estimator.kind);
  const opened = openStudy(request, task.part(0, 0.2));
  if (pastConfounding || dose === 'must' || opened.sample.dose) {
    throw inputError(
      'CS6087',
      `Orders follow from demand in arms that are alike given what is adjusted for; ${treatment} on ${outcome} by ${estimator.kind} compares none.`,
    );
  }
  const { study, trimming } = trimmedStudy(opened, estimators[estimator.kind], task.part(0.2, 0.4));
  const nuisances = study.nuisances(task.part(0.4, 1));
  const { sample, folds, covariates } = study;
  return {
    ...{ treatment, outcome, level, arms: sample.arms, arm: sample.arm, quantity: sample.outcome },
    sourceRow: Int32Array.from(sample.rows, (row) => request.table.sourceRow[row]),
    propensity: nuisances.propensity,
    expected: nuisances.outcome,
    foldOf: folds.foldOf,
    folds: folds.folds,
    ...(sample.weights && { weights: sample.weights }),
    ...(sample.clusters && { clusters: sample.clusters }),
    warnings: [
      ...sample.warnings,
      ...(covariates.adapting?.warnings ?? []),
      ...(trimming ? trimmingWarnings(trimming, sample.rows.length) : []),
      ...overlapWarnings(study, nuisances),
    ],
  };
}
