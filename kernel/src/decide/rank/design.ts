import { joinFeatures } from '../../data/features.js';
import type { Feature, Features } from '../../data/table.js';
import { type Knots, knotsOf, withSplines } from '../../effects/nuisances/splines.js';
import type { Task } from '../../task.js';
import type { BinnedMatrix } from '../../trees/matrix/binned-matrix.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import type { ExposureLog } from './exposure-log.js';
import type { Pairs } from './pairs.js';
import type { Tastes } from './tastes.js';

/** What rows are judged by, as models take it. */
export interface Inputs {
  readonly features: Features;
  /** With the curves of numbers, for linear models. */
  readonly curves: Features;
}

/** The same with all that models are learned from. */
export interface Design extends Inputs {
  readonly knots: readonly Knots[];
  readonly matrix: BinnedMatrix;
}

/** Scores of rows, each by tastes that know nothing of its outcome. */
export function scoresOfRows(
  log: ExposureLog,
  pairs: Pairs,
  tastesOf: (row: number) => Tastes,
  task: Task,
): Features {
  const rows = log.outcome.length;
  const rowsOf = rowsByUser(log);
  let values: Float64Array[] | undefined;
  let names: readonly string[] = [];
  for (let user = 0; user < log.users.count; user++) {
    if (user % 256 === 0) task.report(user / log.users.count);
    const byTastes = new Map<Tastes, number[]>();
    for (const row of rowsOf(user)) {
      const tastes = tastesOf(row);
      const some = byTastes.get(tastes);
      if (some) some.push(row);
      else byTastes.set(tastes, [row]);
    }
    for (const [tastes, some] of byTastes) {
      names = tastes.names;
      values ??= names.map(() => new Float64Array(rows));
      const scores = tastes.at(
        user,
        some.map((row) => pairs.item[pairs.of[row]]),
      );
      scores.forEach((score, s) => {
        some.forEach((row, i) => {
          values![s][row] = score[i];
        });
      });
    }
  }
  return { rows, list: (values ?? []).map((own, s) => numeric(names[s], own)) };
}

export function numeric(name: string, values: Float64Array): Feature {
  return { name, source: name, kind: 'numeric', values };
}

/** Scores beside the columns of `using`, ready to be learned from. */
export function designOf(scores: Features, columns: Features, task: Task): Design {
  task.check();
  const features = joinFeatures(scores, columns.list.map(distinct));
  const knots = knotsOf(features);
  task.check();
  const curves = withSplines(features, knots);
  task.check();
  return { features, curves, knots, matrix: binFeatures(features, {}, task) };
}

/** The same for other pairs, by the curves of those that were learned from. */
export function inputsOf(scores: Features, columns: Features, { knots }: Design): Inputs {
  const features = joinFeatures(scores, columns.list.map(distinct));
  return { features, curves: withSplines(features, knots) };
}

/** A column of the data may have the name of a score. */
function distinct(feature: Feature): Feature {
  return { ...feature, name: `column ${feature.name}` };
}

function rowsByUser({ users }: ExposureLog): (user: number) => Int32Array {
  const start = new Int32Array(users.count + 1);
  for (const user of users.of) start[user + 1] += 1;
  for (let user = 0; user < users.count; user++) start[user + 1] += start[user];
  const next = start.slice();
  const list = new Int32Array(users.of.length);
  users.of.forEach((user, row) => {
    list[next[user]++] = row;
  });
  return (user) => list.subarray(start[user], start[user + 1]);
}
