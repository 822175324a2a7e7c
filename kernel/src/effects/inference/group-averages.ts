import type { Estimate, Interval } from '../../result.js';
import type { Task } from '../../task.js';
import type { Scores } from '../estimators/scores.js';
import type { Sample } from '../sample/sample.js';
import { withInterval } from './interval.js';
import type { Member } from './joint-errors.js';
import { jointLevel } from './joint-level.js';
import { type RatioEstimate, ratioEstimate } from './ratio-estimate.js';

/** Each arm needs this many rows in a group for the group to have an average of its own, and this many clusters. */
const fewest = { perArm: 10, clusters: 5 };

/** Rows that are averaged over together. */
export interface RowGroup {
  /** Column that makes the group, where there is one. */
  readonly modifier?: string;
  /** Name of the group. */
  readonly group: string;
  /** Rows of the sample. */
  readonly rows: Int32Array;
}

/** Average effect of one arm over a group. */
export interface GroupAverage extends Estimate {
  readonly of: RowGroup;
  /** Number of the arm. */
  readonly contrast: number;
  /** Holds at once with those of all other groups and arms of the effect. */
  readonly simultaneous: Interval;
}

/**
 * Doubly robust average effects of every arm over every group, with intervals of their own and such as hold jointly; see
 * {@link jointLevel}. Groups with fewer than ten rows of either arm, or in fewer than five clusters, are left out: their averages would
 * be guesses.
 *
 * @param scores one per arm but the baseline
 */
export function groupAverages(
  sample: Sample,
  groups: readonly RowGroup[],
  scores: readonly Scores[],
  level: number,
  seed: number,
  task: Task,
): GroupAverage[] {
  const { arm, clusters } = sample;
  const found = scores.flatMap(({ effect, population }, i) =>
    groups
      .filter((group) => isLarge(sample, group, i + 1))
      .map((group) => {
        const own = ratioEstimate(effect, population, level, group.rows, clusters);
        return { of: group, contrast: i + 1, own, member: memberOf(group, scores[i], own) };
      }),
  );
  const units = clusters ?? { of: Int32Array.from(arm.keys()), count: arm.length };
  const members = found.map(({ member }) => member);
  const joint = jointLevel(members, units, level, seed, task);
  return found.map(({ of, contrast, own: { estimate, stdError, interval, freedom } }) => {
    const simultaneous = withInterval(estimate, stdError, joint, freedom).interval;
    return { of, contrast, estimate, stdError, interval, simultaneous };
  });
}

function isLarge({ arm, clusters }: Sample, { rows }: RowGroup, contrast: number): boolean {
  let treated = 0;
  let untreated = 0;
  for (const row of rows) {
    if (arm[row] === contrast) treated++;
    else if (arm[row] === 0) untreated++;
  }
  if (Math.min(treated, untreated) < fewest.perArm) return false;
  return !clusters || new Set(rows.map((row) => clusters.of[row])).size >= fewest.clusters;
}

function memberOf({ rows }: RowGroup, { effect, population }: Scores, { estimate }: RatioEstimate): Member {
  return { rows, influence: Float64Array.from(rows, (row) => effect[row] - estimate * population[row]) };
}
