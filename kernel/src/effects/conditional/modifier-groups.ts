import type { Feature } from '../../data/table.js';
import { figure } from '../../words/phrases.js';
import type { RowGroup } from '../inference/group-averages.js';

/** Rows of one group of a modifier, in words. */
interface Group {
  readonly group: string;
  readonly holds: (value: number) => boolean;
}

/**
 * Groups of rows by each modifier: by level of a category, by value of a number with up to four of them, else by quarter; missing
 * values are a group.
 */
export function modifierGroups(modifiers: readonly Feature[]): RowGroup[] {
  return modifiers.flatMap((modifier) =>
    groupsOf(modifier).map(({ group, holds }) => {
      const rows: number[] = [];
      for (let row = 0; row < modifier.values.length; row++) if (holds(modifier.values[row])) rows.push(row);
      return { modifier: modifier.name, group, rows: Int32Array.from(rows) };
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
