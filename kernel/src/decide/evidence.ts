import {
  conditionalEffects,
  forestOptions,
  learnerOfEffect,
} from '../effects/conditional/conditional-effects.js';
import { forestsOutOfFold } from '../effects/conditional/learners/causal-forest.js';
import { lessonOf } from '../effects/conditional/lesson.js';
import { modifiersOf } from '../effects/conditional/modifiers.js';
import { demandsOf } from '../effects/estimators/demands.js';
import { doublyRobustScores } from '../effects/estimators/doubly-robust.js';
import { estimators } from '../effects/estimators/estimators.js';
import type { Nuisances } from '../effects/nuisances/nuisances.js';
import type { EffectRequest } from '../effects/request.js';
import type { Sample } from '../effects/sample/sample.js';
import { openStudy, type Study } from '../effects/study.js';
import { trimmedStudy, trimmingWarnings } from '../effects/trimmed-study.js';
import type { Units } from '../models/units.js';
import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import { overlapWarnings } from './arm-overlap.js';

/** What policies of one effect are made and judged by; an array has one entry per row of the effect's sample. */
export interface Evidence {
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  readonly level: number;
  readonly seed: number;
  /** 1-based row of the data file. */
  readonly sourceRow: Int32Array;
  readonly foldOf: Int8Array;
  readonly folds: number;
  /** Rows of the data that each row stands for; absent where each is one. */
  readonly weights?: Float64Array;
  readonly clusters?: Units;
  /**
   * `[arm - 1][row]`: doubly robust scores of the arm's effect on the row, sample weights included. Their mean over any rows that are
   * chosen without them is the effect on those (Dudik, Langford and Li 2011).
   */
  readonly scores: readonly Float64Array[];
  /** `[arm - 1][row]`: conditional effect of the arm, by fits that saw nothing of the row's fold. */
  readonly effects: readonly Float64Array[];
  /** Columns that effects may differ by, texts not among them. */
  readonly modifiers: readonly string[];
  readonly notes?: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Scores and out-of-fold effects of every row, from the nuisances of the effect's own way: everyone counts, whomever its estimand averages over.
 *
 * @throws InputError CS6070 where arms are not compared, CS6071 where there is nothing that effects could differ by, CS6072 where an arm has
 * no overlap
 */
export function gatherEvidence(request: EffectRequest, task: Task): Evidence {
  const { treatment, outcome, estimator, level } = request.parameters;
  const { pastConfounding, dose } = demandsOf(estimator.kind);
  const opened = openStudy(request, task.part(0, 0.2));
  if (pastConfounding || dose === 'must' || opened.sample.dose) {
    throw inputError(
      'CS6070',
      `A policy treats by effects of arms that are alike given what is adjusted for; ${treatment} on ${outcome} by ${estimator.kind} is no such effect.`,
    );
  }
  const { study, trimming } = trimmedStudy(opened, estimators[estimator.kind], task.part(0.2, 0.4));
  const { columns, features } = modifiersOf(study);
  if (features.list.length === 0) {
    throw inputError(
      'CS6071',
      `The effect of ${treatment} on ${outcome} is the same for everyone, so that nobody comes first: name effect modifiers with \`by\`.`,
    );
  }
  const nuisances = study.nuisances(task.part(0.4, 0.65));
  const { sample, folds } = study;
  const overlap = overlapWarnings(study, nuisances);
  const weights = populationWeights(sample);
  const { stands = 1 } = sample;
  return {
    treatment,
    outcome,
    arms: sample.arms,
    level,
    seed: folds.seed,
    sourceRow: Int32Array.from(sample.rows, (row) => request.table.sourceRow[row]),
    foldOf: folds.foldOf,
    folds: folds.folds,
    ...(weights && { weights }),
    ...(sample.clusters && { clusters: sample.clusters }),
    scores: study.contrasts.map((contrast) =>
      scoresOf(study, nuisances, contrast, task).map((score) => stands * score),
    ),
    effects: effectsOf(study, nuisances, task.part(0.65, 1)),
    modifiers: columns,
    ...(sample.notes && { notes: sample.notes }),
    warnings: [
      ...sample.warnings,
      ...(study.covariates.adapting?.warnings ?? []),
      ...(trimming ? trimmingWarnings(trimming, sample.rows.length) : []),
      ...overlap,
    ],
  };
}

/** Sample weights that add up to the rows of the data, those among them that were censored. */
function populationWeights({ weights, stands, rows }: Sample): Float64Array | undefined {
  if (stands === undefined) return weights;
  return Float64Array.from(rows, (_, row) => stands * (weights?.[row] ?? 1));
}

function scoresOf(
  { sample, covariates: { balancing } }: Study,
  nuisances: Nuisances,
  contrast: number,
  task: Task,
): Float64Array {
  const balance = balancing && ((own: number, excess: Float64Array) => balancing(own, excess, task));
  return doublyRobustScores(sample, nuisances, contrast, 'ate', balance).effect;
}

function effectsOf(study: Study, nuisances: Nuisances, task: Task): Float64Array[] {
  const { contrasts, parameters } = study;
  const { estimator, seed } = parameters;
  return contrasts.map((contrast, i) => {
    const part = task.part(i / contrasts.length, (i + 1) / contrasts.length, 'Learning whom treatment moves');
    if (learnerOfEffect(estimator) !== 'causal forest') {
      return conditionalEffects(study, nuisances, contrast, part.part(0, 0.5)).outOfFold(part.part(0.5, 1));
    }
    // A forest of all rows would say nothing that is asked for here.
    const lesson = lessonOf(study, nuisances, modifiersOf(study).features, contrast);
    return forestsOutOfFold(lesson, forestOptions(estimator, seed), part);
  });
}
