import { InputError, type Problem } from '../problem.js';
import type { Interval } from '../result.js';
import { rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { counted, percent } from '../words/phrases.js';
import { pairPropensity } from './estimators/estimand-weights.js';
import type { Estimator } from './estimators/estimator.js';
import { optimalBounds } from './estimators/optimal-bounds.js';
import { rareControls } from './sample/control-columns.js';
import { narrowSample } from './sample/narrow-sample.js';
import type { Sample } from './sample/sample.js';
import { type Study, studyOf } from './study.js';

/** Rows left out of a study since the arms hardly overlap in them. */
export interface Trimming {
  /** Propensities kept, of each arm but the baseline among the two. */
  readonly bounds: readonly Interval[];
  /** Rows left out. */
  readonly left: number;
}

/**
 * The study of the rows that the estimator's option `trim` keeps, and what it left out; the study itself where nothing is
 * trimmed. `"optimal"` keeps what {@link optimalBounds} says, a number `b` propensities from `b` to `1 - b`. With several arms a row has to be within the bounds of all
 * of them, so that the contrasts stay about the same people. Nuisances are then fitted anew on the rows that remain (Imbens 2015).
 *
 * @throws InputError CS6041 for an arm that trimming leaves too few rows of, CS6060 for a negative control that it leaves too few values of
 */
export function trimmedStudy(
  study: Study,
  estimator: Estimator,
  task: Task,
): { readonly study: Study; readonly trimming?: Trimming } {
  const { trim } = study.parameters.estimator.options;
  if (trim === undefined) return { study };
  const { sample, request, parameters } = study;
  const { propensity } = estimator.nuisances(study, task.part(0, 0.5));
  const bounds = study.contrasts.map((contrast): Interval => {
    if (typeof trim !== 'number') return optimalBounds(sample, propensity, contrast, parameters.estimand);
    return [trim, 1 - trim];
  });
  const places = rowsWhere(sample.arm, (_, row) =>
    bounds.every(([low, high], i) => {
      const e = pairPropensity(propensity, i + 1, row);
      return e >= low && e <= high;
    }),
  );
  const left = sample.arm.length - places.length;
  if (left === 0) return { study, trimming: { bounds, left } };
  const narrowed = narrowSample(sample, places);
  checkArms(narrowed, 2 * parameters.folds, rareControls(request.table, narrowed, parameters));
  return { study: studyOf(request, narrowed, task.part(0.5, 1)), trimming: { bounds, left } };
}

function checkArms({ arms, counts }: Sample, needed: number, others: readonly Problem[]): void {
  const few = arms.flatMap((arm, a) => {
    if (counts[a] >= needed) return [];
    const message = `Trimming leaves ${counted(counts[a], 'row')} of arm "${arm}", at least ${needed} are needed: the arms hardly overlap. Trim less, or ask for \`estimand overlap\`.`;
    return [{ code: 'CS6041', severity: 'error' as const, message }];
  });
  if (few.length + others.length > 0) throw new InputError([...few, ...others]);
}

/** The change of the estimand in words, behind its sentence. */
export function trimmingSentence(
  { bounds, left }: Trimming,
  treatment: string,
  arms: readonly string[],
): string {
  if (left === 0) return ' Trimming left no row out.';
  const ranges = bounds.map(
    ([low, high], i) =>
      `of ${treatment} = ${arms[i + 1]} from ${low.toPrecision(2)} to ${high.toPrecision(2)}`,
  );
  return ` These are only rows with a propensity ${ranges.join(' and ')}: the arms hardly overlap in the other ${counted(left, 'row')}, which the effect says nothing about.`;
}

/** The same as a doubt about the result. */
export function trimmingWarnings({ left }: Trimming, n: number): string[] {
  if (left === 0) return [];
  return [
    `${counted(left, 'row')} (${percent(left / (left + n))}) ${left === 1 ? 'was' : 'were'} trimmed for want of overlap: the estimand is about the others alone.`,
  ];
}
