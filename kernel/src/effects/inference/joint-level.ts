import type { Units } from '../../models/units.js';
import { normalCdf } from '../../statistics/normal.js';
import { power } from '../../statistics/power.js';
import type { Task } from '../../task.js';
import { jointErrors, type Member } from './joint-errors.js';

/** Draws of the largest error: their quantile is then known to a hundredth; of many members fewer are drawn. */
const draws = { most: 10_000, fewest: 1000, products: 5e8 };
/** More members than this get the bound of independence. */
const mostMembers = 1000;

/**
 * The level that intervals of single estimates need for all of them to hold at once with probability `level`: the multiplier bootstrap of
 * the largest t-ratio (Chernozhukov, Chetverikov and Kato 2013), influences summed within clusters; see {@link jointErrors}. Of
 * very many estimates the bound of Sidak (1967) is taken, `level^(1 / members)`.
 *
 * @param units clusters of the rows of the sample; each row its own where they are independent
 */
export function jointLevel(
  members: readonly Member[],
  units: Units,
  level: number,
  seed: number,
  task: Task,
): number {
  const count = members.length;
  if (count < 2) return level;
  if (count > mostMembers) return power(level, 1 / count);
  const { draw } = jointErrors(members, units, seed, task);
  const total = Math.max(draws.fewest, Math.min(draws.most, Math.floor(draws.products / count ** 2)));
  const largest = new Float64Array(total);
  const t = new Float64Array(count);
  for (let i = 0; i < total; i++) {
    if (i % 100 === 0) task.report(i / total, 'Judging groups together');
    draw(t);
    for (let a = 0; a < count; a++) largest[i] = Math.max(largest[i], Math.abs(t[a]));
  }
  return 2 * normalCdf(largest.sort()[Math.ceil(level * total) - 1]) - 1;
}
