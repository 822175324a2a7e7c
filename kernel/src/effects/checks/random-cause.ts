import type { Table } from '../../data/table.js';
import type { Check } from '../../result.js';
import { studentQuantile } from '../../statistics/normal.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { figure } from '../../words/phrases.js';
import type { Estimated } from '../estimators/estimator.js';
import type { EffectRequest } from '../request.js';
import { type Study, studyOf } from '../study.js';
import type { Finding } from './check.js';
import { meanVariance, movedEstimate } from './moved-estimate.js';
import { partsOfRows } from './part-of-rows.js';
import { refit } from './refit.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;
const half = { parts: 2, used: 1 } as const;

/**
 * Random common cause: a random half of the rows is estimated with a covariate of random numbers beside the others and without it. (All
 * rows would hide what few rows show; a third errs by more than its rows do.) The error of the move is that of {@link movedEstimate}, or, if it
 * is larger, that of the sums of the differences within folds, since rows of a fold share its fits and the errors of these. Most of the
 * spread lies in the few rows whose weights moved, so the quantile is Student's, with the degrees of freedom that they leave.
 *
 * Null hypothesis: the mean difference is 0 in every contrast. The check fails where one is larger than 1 in 20 would be by chance
 * (Bonferroni over contrasts): the estimate then hangs on what the learners happen to be given.
 */
export function randomCauseCheck({ study }: Pick<Finding, 'study'>, task: Task): Check {
  const { arms } = study.sample;
  const probability = 1 - falseAlarms / 2 / (arms.length - 1);
  const [part] = study.adjusts ? partsOfRows(study, half, task.part(0, 0.5)) : [];
  if (!part) {
    const why = study.adjusts ? 'there are too few rows to be parted' : 'nothing is adjusted for';
    const sentence = `A random cause was not added: ${why}.`;
    const threshold = studentQuantile(probability, Number.POSITIVE_INFINITY);
    return { name: 'random cause', passed: true, value: 0, threshold, sentence };
  }
  const again = withRandomCause(part.study, task.part(0.5, 0.7, 'Adding a random cause'));
  const moved = refit(again, task.part(0.7, 1)).estimated.map((found, i) => {
    const { move, stdError, freedom } = moveOf(part.study, part.estimated[i], found);
    const distance = stdError > 0 ? Math.abs(move) / stdError : 0;
    return { arm: arms[i + 1], move, distance, allowed: studentQuantile(probability, freedom) };
  });
  const worst = moved.reduce((a, b) => (b.distance / b.allowed > a.distance / a.allowed ? b : a));
  const passed = worst.distance <= worst.allowed;
  const verdict = passed
    ? 'so it is stable.'
    : 'so it hangs on what the learners happen to be given: doubt it, or adjust for less.';
  return {
    name: 'random cause',
    passed,
    value: worst.distance,
    threshold: worst.allowed,
    sentence: `A covariate of random numbers must not move the estimate by more than chance: it moved that of "${worst.arm}" by ${figure(worst.move)}, ${figure(worst.distance)} standard errors of the move where chance allows for ${figure(worst.allowed)}, ${verdict}`,
  };
}

/** Difference of two estimates of the same rows, and its error. */
function moveOf(
  { sample, folds }: Study,
  one: Estimated,
  other: Estimated,
): { move: number; stdError: number; freedom: number } {
  const { before, after, differences, error } = movedEstimate(one.scores, other.scores, sample.clusters);
  // Rows of a fold share its fits, and with them the error of these.
  const shared = meanVariance(differences, { of: Int32Array.from(folds.foldOf), count: folds.folds });
  const stdError = Math.sqrt(Math.max(error.variance, shared));
  return { move: after - before, stdError, freedom: error.freedom };
}

/** The study with a covariate of standard normal numbers, in the same folds. */
function withRandomCause({ request, sample }: Study, task: Task): Study {
  const { table, parameters } = request;
  const name = freeName(table);
  const random = createRandom(parameters.seed, 8);
  const values = Float64Array.from(
    { length: table.rows },
    () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  );
  const columns = new Map(table.columns).set(name, { kind: 'numeric', name, type: 'numeric', values });
  const widened: EffectRequest = {
    ...request,
    table: { ...table, columns },
    parameters: { ...parameters, adjustment: [...parameters.adjustment, name] },
  };
  return studyOf(widened, sample, task);
}

function freeName({ columns }: Table): string {
  let name = 'random cause';
  while (columns.has(name)) name += '*';
  return name;
}
