import type { Table } from '../../data/table.js';
import type { Check } from '../../result.js';
import { normalQuantile } from '../../statistics/normal.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { figure } from '../../words/phrases.js';
import type { Estimated } from '../estimators/estimator.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';
import type { EffectRequest } from '../request.js';
import { type Study, studyOf } from '../study.js';
import type { Finding } from './check.js';
import { partsOfRows } from './part-of-rows.js';
import { refit } from './refit.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Random common cause: a part of the rows is estimated once more with a covariate of random numbers beside the others. Estimates are means
 * of scores per row, so the move is the mean of the differences of both scores of a row, and their spread, over rows or over folds if that is
 * larger, gives its error: nuisances that saw nothing of a row's own fold, and err a little otherwise, move its score up as often as down.
 *
 * Null hypothesis: the mean difference is 0 in every contrast. The check fails where one is larger than 1 in 20 would be by chance
 * (Bonferroni over contrasts): the estimate then hangs on what the learners happen to be given.
 */
export function randomCauseCheck({ study }: Pick<Finding, 'study'>, task: Task): Check {
  const { arms } = study.sample;
  const threshold = normalQuantile(1 - falseAlarms / 2 / (arms.length - 1));
  const [part] = study.adjusts ? partsOfRows(study, task.part(0, 0.5)) : [];
  if (!part) {
    const why = study.adjusts ? 'an arm has too few rows to be parted' : 'nothing is adjusted for';
    const sentence = `A random cause was not added: ${why}.`;
    return { name: 'random cause', passed: true, value: 0, threshold, sentence };
  }
  const again = withRandomCause(part.study, task.part(0.5, 0.7, 'Adding a random cause'));
  const moved = refit(again, task.part(0.7, 1)).estimated.map((found, i) => ({
    arm: arms[i + 1],
    ...moveOf(part.study, part.estimated[i], found),
  }));
  const worst = moved.reduce((a, b) => (b.distance > a.distance ? b : a));
  const passed = worst.distance <= threshold;
  const verdict = passed
    ? 'so it is stable.'
    : 'so it hangs on what the learners happen to be given: doubt it, or adjust for less.';
  return {
    name: 'random cause',
    passed,
    value: worst.distance,
    threshold,
    sentence: `A covariate of random numbers must not move the estimate by more than chance: it moved that of "${worst.arm}" by ${figure(worst.move)}, ${figure(worst.distance)} standard errors of the move where chance allows for ${figure(threshold)}, ${verdict}`,
  };
}

/** Difference of two estimates of the same rows, and its distance from 0 in standard errors. */
function moveOf(
  { sample, parameters, folds }: Study,
  before: Estimated,
  after: Estimated,
): { move: number; distance: number } {
  const centred = ({ scores }: Estimated): { estimate: number; influence: Float64Array } => {
    const { effect, population } = scores;
    const { estimate } = ratioEstimate(effect, population, parameters.level);
    const mean = population.reduce((sum, one) => sum + one, 0) / population.length;
    return { estimate, influence: effect.map((value, row) => (value - estimate * population[row]) / mean) };
  };
  const [one, other] = [centred(before), centred(after)];
  const differences = one.influence.map((value, row) => other.influence[row] - value);
  const ones = new Float64Array(differences.length).fill(1);
  const own = ratioEstimate(differences, ones, parameters.level, undefined, sample.clusters).stdError;
  // Rows of a fold share its fits, and with them the error of these.
  const units = { of: Int32Array.from(folds.foldOf), count: folds.folds };
  const shared = ratioEstimate(differences, ones, parameters.level, undefined, units).stdError;
  const stdError = Math.max(own, shared);
  const move = other.estimate - one.estimate;
  return { move, distance: stdError > 0 ? Math.abs(move) / stdError : 0 };
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
