import type { Units } from '../../models/units.js';
import { inputError } from '../../problem.js';
import type { Estimate } from '../../result.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { percent } from '../../words/phrases.js';

/** More draws than this share without a value leave an interval of those that have one, which is another one. */
const mostFailures = 0.1;

export interface BootstrapOptions {
  /** Samples drawn; a 95 % interval takes a thousand. */
  readonly draws: number;
  readonly level: number;
  readonly seed: number;
  /** Drawn as a whole; single rows where absent. */
  readonly clusters?: Units;
}

/**
 * Nonparametric bootstrap (Efron 1979) of a statistic that has no influence function: rows, or whole clusters, are drawn with
 * replacement as often as there are; the standard error is the spread of the statistic over the draws, the interval lies between their
 * quantiles (percentile interval).
 *
 * @param rows number of rows of the data
 * @param statistic value of some rows, which may name a row several times; NaN where they do not allow for one
 * @throws InputError CS6035 where more than a tenth of the draws have no value
 */
export function bootstrap(
  rows: number,
  statistic: (drawn: Int32Array, task: Task) => number,
  { draws, level, seed, clusters }: BootstrapOptions,
  task: Task,
): Estimate {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const members = clusters ? rowsByCluster(clusters) : undefined;
  const random = createRandom(seed, 19);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const part = task.part(draw / draws, (draw + 1) / draws, 'Drawing bootstrap samples');
    part.report(0);
    const drawn = members
      ? together(members.map(() => members[random.below(members.length)]))
      : all.map(() => random.below(rows));
    const value = statistic(drawn, part);
    if (Number.isFinite(value)) values.push(value);
  }
  if (values.length < (1 - mostFailures) * draws) {
    throw inputError(
      'CS6035',
      `${percent(1 - values.length / draws)} of bootstrap samples allow for no estimate: some arm or group has too few ${clusters ? 'clusters' : 'rows'}.`,
    );
  }
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const tail = (1 - level) / 2;
  return {
    estimate: statistic(all, task),
    stdError: Math.sqrt(squares / (sorted.length - 1)),
    interval: [quantile(sorted, tail), quantile(sorted, 1 - tail)],
  };
}

function rowsByCluster({ of, count }: Units): Int32Array[] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  of.forEach((cluster, row) => {
    rows[cluster].push(row);
  });
  return rows.map((own) => Int32Array.from(own));
}

function together(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Of sorted values, between neighbours where it falls there. */
function quantile(sorted: Float64Array, probability: number): number {
  const at = probability * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
