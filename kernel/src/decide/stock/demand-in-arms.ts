import { demandsOf } from '../../effects/estimators/demands.js';
import { clip } from '../../effects/estimators/estimand-weights.js';
import { estimators } from '../../effects/estimators/estimators.js';
import { fitRegression } from '../../effects/nuisances/nuisances.js';
import type { EffectRequest } from '../../effects/request.js';
import type { Sample } from '../../effects/sample/sample.js';
import { openStudy, type Study } from '../../effects/study.js';
import { trimmedStudy, trimmingWarnings } from '../../effects/trimmed-study.js';
import type { Units } from '../../models/units.js';
import { inputError } from '../../problem.js';
import { rowsWhere } from '../../statistics/folds.js';
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
  /** `[arm][row]`: probability that demand in the arm is at most about the quantile that is asked for, by fits without the row's fold. */
  readonly below: readonly Float64Array[];
  readonly foldOf: Int8Array;
  readonly folds: number;
  readonly weights?: Float64Array;
  readonly clusters?: Units;
  readonly warnings: readonly string[];
}

/**
 * Fits propensities and mean demand of every arm as the effect does, over everybody whatever its estimand.
 *
 * @param fractile of the quantiles that will be asked for
 * @throws InputError CS6087 where arms are not compared, CS6072 where an arm has no overlap, and as effects do
 */
export function gatherDemandInArms(request: EffectRequest, fractile: number, task: Task): DemandInArms {
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
  const nuisances = study.nuisances(task.part(0.4, 0.7));
  const { sample, folds, covariates } = study;
  return {
    ...{ treatment, outcome, level, arms: sample.arms, arm: sample.arm, quantity: sample.outcome },
    sourceRow: Int32Array.from(sample.rows, (row) => request.table.sourceRow[row]),
    propensity: nuisances.propensity,
    expected: nuisances.outcome,
    below: belowQuantiles(study, nuisances.propensity, fractile, task.part(0.7, 1)),
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

/**
 * What demand is to the quantile of each arm is learned at a first guess of it, by propensities alone: one regression instead of one at every amount
 * (Kallus, Mao and Uehara 2024).
 */
function belowQuantiles(
  { sample, covariates, folds, parameters, adjusts }: Study,
  propensity: readonly Float64Array[],
  fractile: number,
  task: Task,
): Float64Array[] {
  return sample.arms.map((name, own) => {
    const part = task.part(
      own / sample.arms.length,
      (own + 1) / sample.arms.length,
      `Fitting the quantile in ${name}`,
    );
    const guess = guessOf(sample, own, propensity[own], fractile);
    const outcome = sample.outcome.map((quantity) => (quantity <= guess ? 1 : 0));
    if (!adjusts) return new Float64Array(outcome.length).fill(fractile);
    const asked = { ...sample, outcome, binary: true };
    return fitRegression(asked, own, covariates, folds, parameters.nuisances, part);
  });
}

/** The quantile of the rows of an arm, each for as many as its propensity says. */
function guessOf(
  { arm, outcome, weights }: Sample,
  own: number,
  propensity: Float64Array,
  fractile: number,
): number {
  const rows = rowsWhere(arm, (given) => given === own).sort((a, b) => outcome[a] - outcome[b]);
  const weightOf = (row: number): number => (weights?.[row] ?? 1) / Math.max(clip, propensity[row]);
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0);
  let running = 0;
  const found = rows.find((row) => {
    running += weightOf(row);
    return running >= fractile * total;
  });
  return outcome[found ?? rows[rows.length - 1]];
}
