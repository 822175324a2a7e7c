import { describe, expect, test } from 'vitest';
import type { Feature } from '../../../kernel/src/data/table.js';
import { armOf, type Gains, type PolicyNode } from '../../../kernel/src/decide/trees/policy-node.js';
import { type Depth, growPolicyTree } from '../../../kernel/src/decide/trees/policy-tree.js';
import { PrefixSums } from '../../../kernel/src/decide/trees/prefix-sums.js';
import { type SplitColumn, splitColumns } from '../../../kernel/src/decide/trees/split-columns.js';
import { createRandom, type Random } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';

/** What the best tree gains, by trying every split of every column at every level. */
function tried(
  columns: readonly SplitColumn[],
  gains: Gains,
  rows: readonly number[],
  depth: number,
): number {
  const sums = gains.map((values) => rows.reduce((sum, row) => sum + values[row], 0));
  let best = Math.max(0, ...sums);
  if (depth === 0) return best;
  for (const { rank, count } of columns) {
    for (let last = 0; last < count - 1; last++) {
      const yes = rows.filter((row) => rank[row] <= last);
      const no = rows.filter((row) => rank[row] > last);
      best = Math.max(best, tried(columns, gains, yes, depth - 1) + tried(columns, gains, no, depth - 1));
    }
  }
  return best;
}

function gainOf(tree: PolicyNode, columns: readonly SplitColumn[], gains: Gains, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) {
    const arm = armOf(tree, columns, row);
    if (arm >= 0) sum += gains[arm][row];
  }
  return sum;
}

/** `values` distinct values per column, 0 for as many as rows. */
function drawn(n: number, arms: number, values: readonly number[], random: Random) {
  const list = values.map((count, j): Feature => {
    const draw = (): number => (count === 0 ? random.next() : random.below(count));
    return {
      name: `x${j}`,
      source: `x${j}`,
      kind: 'numeric',
      values: Float64Array.from({ length: n }, draw),
    };
  });
  const gains = Array.from({ length: arms }, () =>
    Float64Array.from({ length: n }, () => random.next() - 0.5),
  );
  return {
    columns: splitColumns({ rows: n, list }),
    gains,
    rows: Int32Array.from({ length: n }, (_, i) => i),
  };
}

describe('Policy trees', () => {
  const cases: [Depth, number, number, number[]][] = [
    [1, 40, 1, [0, 3, 2]],
    [1, 40, 3, [0, 3, 2]],
    [2, 30, 1, [0, 0, 3]],
    [2, 30, 2, [0, 4, 2]],
    [2, 25, 3, [0, 0]],
    [2, 200, 1, [5, 4, 3]],
    [2, 200, 2, [5, 4, 3]],
    [3, 60, 1, [4, 3, 3]],
    [3, 40, 2, [3, 3, 2]],
  ];
  test.each(cases)('of depth %i, %i rows and %i arms gain as much as any', (depth, n, arms, values) => {
    for (let seed = 1; seed <= 8; seed++) {
      const { columns, gains, rows } = drawn(n, arms, values, createRandom(seed));
      const grown = growPolicyTree(depth, columns, gains, rows, unwatched);
      expect(grown.gain).toBeCloseTo(tried(columns, gains, [...rows], depth), 9);
      expect(gainOf(grown.tree, columns, gains, rows)).toBeCloseTo(grown.gain, 9);
    }
  });

  test('are learned from the rows they are given alone', () => {
    const { columns, gains, rows } = drawn(80, 2, [0, 4], createRandom(5));
    const some = rows.filter((row) => row % 3 > 0);
    const grown = growPolicyTree(2, columns, gains, some, unwatched);
    expect(grown.gain).toBeCloseTo(tried(columns, gains, [...some], 2), 9);
  });

  test('of depth 3 on a grid gain no less than those of depth 2', () => {
    const { columns, gains, rows } = drawn(600, 1, [0, 0, 2], createRandom(3));
    const two = growPolicyTree(2, columns, gains, rows, unwatched);
    const three = growPolicyTree(3, columns, gains, rows, unwatched);
    expect(three.gain).toBeGreaterThanOrEqual(two.gain);
    expect(gainOf(three.tree, columns, gains, rows)).toBeCloseTo(three.gain, 9);
  });

  test('ask about levels and missing values in words', () => {
    const list: Feature[] = [
      { name: 'age', source: 'age', kind: 'numeric', values: Float64Array.of(1.234, 5.25, Number.NaN, 7) },
      {
        name: 'city',
        source: 'city',
        kind: 'categorical',
        levels: ['Bern', 'Basel'],
        values: Float64Array.of(0, 1, 1, Number.NaN),
      },
    ];
    const [age, basel] = splitColumns({ rows: 4, list });
    expect([...age.rank]).toEqual([0, 1, 3, 2]);
    expect([age.question(0), age.denial(1), age.question(2), age.denial(2)]).toEqual([
      'age <= 2',
      'age > 6',
      'age is known',
      'age is missing',
    ]);
    expect([basel.question(0), basel.denial(0)]).toEqual(['city = Basel', 'city is not Basel']);
    expect([...basel.rank]).toEqual([1, 0, 0, 1]);
  });
});

test('Prefix sums know their extremes after every change', () => {
  const random = createRandom(9);
  const values = new Float64Array(13);
  const sums = new PrefixSums(values.length);
  for (let change = 0; change < 200; change++) {
    const place = random.below(values.length);
    const value = random.next() - 0.5;
    values[place] += value;
    sums.add(place, value);
    let [sum, high, low] = [0, 0, 0];
    for (const each of values) {
      sum += each;
      high = Math.max(high, sum);
      low = Math.min(low, sum);
    }
    expect(sums.largest).toBeCloseTo(high, 12);
    expect(sums.smallest).toBeCloseTo(low, 12);
  }
});
