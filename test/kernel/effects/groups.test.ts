import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import type { Member } from '../../../kernel/src/effects/inference/joint-errors.js';
import { jointLevel } from '../../../kernel/src/effects/inference/joint-level.js';
import type { NamedRows } from '../../../kernel/src/effects/request.js';
import { normalQuantile } from '../../../kernel/src/statistics/normal.js';
import { unwatched } from '../../../kernel/src/task.js';
import { clustered, confounded, grouped } from './simulate.js';
import { noise, type Parameters, parametersOf, type tableOf } from './tables.js';

const means = { kind: 'difference in means', options: {} } as const;

/** Rows where a column is as a test says. */
function rowsWith(
  name: string,
  table: ReturnType<typeof tableOf>,
  column: string,
  test: (value: number) => boolean,
): NamedRows {
  const found = table.columns.get(column);
  if (found?.kind !== 'numeric') throw new Error(`no numbers in ${column}`);
  return { name, holds: Uint8Array.from(found.values, (value) => (test(value) ? 1 : 0)) };
}

const estimate = (
  table: ReturnType<typeof tableOf>,
  groups: readonly NamedRows[],
  given: Partial<Parameters> = {},
) => estimateEffect({ table, texts: [], groups, parameters: parametersOf(given) }, unwatched);

describe('named groups', () => {
  it('have doubly robust averages that find their own effects', () => {
    const { table } = confounded(1500, 1, 1);
    const groups = [rowsWith('low', table, 'x', (x) => x < 0), rowsWith('high', table, 'x', (x) => x >= 1)];
    const result = estimate(table, groups, { adjustment: ['x', 'z', 'shop'] });
    // means of 1 + x below 0 and above 1 in a standard normal
    [1 - 0.798, 1 + 1.525].forEach((truth, i) => {
      const { estimate: found, stdError } = result.groups?.[i] ?? { estimate: Number.NaN, stdError: 1 };
      expect(Math.abs(found - truth) / stdError).toBeLessThan(3);
    });
    expect(result.groups?.map(({ arm, group, n }) => [arm, group, n])).toEqual(
      groups.map(({ name, holds }) => ['1', name, holds.reduce((sum, one) => sum + one, 0)]),
    );
    expect(result.heterogeneity).toEqual([]);
  });

  it('get wider intervals that hold at once, with the rows of clusters taken together', () => {
    const { table } = clustered({ clusters: 60, size: 20, seed: 4 });
    const groups = [rowsWith('low', table, 'x', (x) => x < 0), rowsWith('most', table, 'x', (x) => x < 1)];
    const [low, most] = estimate(table, groups, { estimator: means, cluster: 'shop' }).groups ?? [];
    for (const { interval, simultaneous } of [low, most]) {
      const ratio = ((simultaneous?.[1] ?? 0) - (simultaneous?.[0] ?? 0)) / (interval[1] - interval[0]);
      // Of the same shops, and half of the rows: far from independent, which would take 2.24 / 1.96 = 1.14.
      expect(ratio).toBeGreaterThan(1.01);
      expect(ratio).toBeLessThan(1.11);
    }
  });

  it('of too few rows are left out with a warning', () => {
    const { table } = confounded(200, 2);
    const result = estimate(table, [rowsWith('extreme', table, 'x', (x) => x > 2.5)], { estimator: means });
    expect(result.groups).toEqual([]);
    expect(result.warnings).toEqual([
      'The group "extreme" has too few rows to compare "1" with "0" and was left out.',
    ]);
  });

  it('cover jointly where intervals of their own do not', () => {
    const seeds = 150;
    let alone = 0;
    let jointly = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const table = grouped(600, seed);
      const groups = [0, 1, 2, 3, 4, 5].map((own) =>
        rowsWith(`g${own}`, table, 'group', (value) => value === own),
      );
      const found = estimate(table, groups, { estimator: means }).groups ?? [];
      const holds = ([low, high]: readonly [number, number]) => low <= 1 && high >= 1;
      if (found.every(({ interval }) => holds(interval))) alone++;
      if (found.every(({ simultaneous }) => simultaneous && holds(simultaneous))) jointly++;
    }
    // Six independent intervals of 95 % hold together in .95^6 = 74 % of samples.
    expect(alone / seeds).toBeLessThan(0.83);
    expect(jointly / seeds).toBeGreaterThan(0.9);
  });
});

describe('the level of several intervals', () => {
  const units = { of: Int32Array.from({ length: 4000 }, (_, i) => i), count: 4000 };
  const all = Int32Array.from(units.of);
  const member = (rows: Int32Array, seed: number): Member => {
    const { normal } = noise(seed);
    return { rows, influence: Float64Array.from(rows, normal) };
  };
  const quantile = (members: Member[]) =>
    normalQuantile(0.5 + jointLevel(members, units, 0.95, 1, unwatched) / 2);

  it('is that of independence for groups with no row in common', () => {
    const parts = Array.from({ length: 10 }, (_, part) =>
      member(
        all.filter((row) => row % 10 === part),
        part,
      ),
    );
    // the .95^(1 / 10) quantile of |z|
    expect(quantile(parts)).toBeCloseTo(normalQuantile(0.5 + 0.95 ** 0.1 / 2), 1);
  });

  it('is that of one for the same group many times', () => {
    expect(quantile(Array.from({ length: 10 }, () => member(all, 1)))).toBeCloseTo(1.96, 1);
  });

  it('is that of one for one', () => {
    expect(jointLevel([member(all, 1)], units, 0.9, 1, unwatched)).toBe(0.9);
  });
});
