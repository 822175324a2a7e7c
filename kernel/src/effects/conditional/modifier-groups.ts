import type { Feature } from '../../data/table.js';
import type { Heterogeneity } from '../../result.js';
import { figure } from '../../words/phrases.js';
import type { Scores } from '../estimators/scores.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';

/** Each arm needs this many rows in a group for the group to have an average of its own. */
const fewestPerArm = 10;

/** Rows of one group of a modifier, in words. */
interface Group {
  readonly group: string;
  readonly holds: (value: number) => boolean;
}

/**
 * Doubly robust average effects of arm `contrast` per group of each modifier: per level of a category, per value of a
 * number with up to four of them, else per quarter; missing values are a group. Groups with fewer than ten rows of
 * either arm are left out: their averages would be guesses.
 */
export function groupAverages(
  modifiers: readonly Feature[],
  arm: Int32Array,
  contrast: number,
  scores: Scores,
  level: number,
): Heterogeneity['groups'] {
  return modifiers.flatMap((modifier) =>
    groupsOf(modifier).flatMap(({ group, holds }) => {
      const rows: number[] = [];
      let treated = 0;
      let untreated = 0;
      for (let row = 0; row < arm.length; row++) {
        if (!holds(modifier.values[row])) continue;
        rows.push(row);
        if (arm[row] === contrast) treated++;
        else if (arm[row] === 0) untreated++;
      }
      if (Math.min(treated, untreated) < fewestPerArm) return [];
      const estimate = ratioEstimate(scores.effect, scores.population, level, Int32Array.from(rows));
      return [{ modifier: modifier.name, group, n: rows.length, ...estimate }];
    }),
  );
}

function groupsOf({ name, kind, values, levels = [] }: Feature): Group[] {
  const missing: Group = { group: `${name} missing`, holds: (value) => Number.isNaN(value) };
  if (kind === 'categorical') {
    return [
      ...levels.map((level, code) => ({ group: level, holds: (value: number) => value === code })),
      missing,
    ];
  }
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(sorted)];
  if (distinct.length <= 4) {
    return [
      ...distinct.map((own) => ({
        group: `${name} = ${figure(own)}`,
        holds: (value: number) => value === own,
      })),
      missing,
    ];
  }
  const cuts = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))]);
  const inner = [...new Set(cuts)].filter((cut) => cut < sorted[sorted.length - 1]);
  const edges = [Number.NEGATIVE_INFINITY, ...inner, Number.POSITIVE_INFINITY];
  const quarters = edges.slice(1).map((to, i): Group => {
    const from = edges[i];
    const low = from === Number.NEGATIVE_INFINITY ? '' : `${figure(from)} < `;
    const high = to === Number.POSITIVE_INFINITY ? '' : ` <= ${figure(to)}`;
    return { group: `${low}${name}${high}`, holds: (value) => value > from && value <= to };
  });
  return [...quarters, missing];
}
