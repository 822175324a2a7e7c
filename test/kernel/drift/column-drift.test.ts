import { describe, expect, it } from 'vitest';
import { columnDrift, shareDrift } from '../../../kernel/src/drift/column-drift.js';
import { binomialQuantile } from '../../../kernel/src/statistics/binomial.js';
import { holm } from '../../../kernel/src/statistics/holm.js';
import { kolmogorovDistance, kolmogorovTail } from '../../../kernel/src/statistics/kolmogorov.js';
import { drawColumns, type Shift } from './draws.js';

const runs = 300;

/** Shares of runs in which each column is taken to have drifted, at 5 %, and in which any is once they are judged together. */
function alarms(shift: Shift, n = 400, m = 250): { each: Map<string, number>; any: number } {
  const each = new Map<string, number>();
  let any = 0;
  for (let run = 0; run < runs; run++) {
    const [before, now] = [drawColumns(n, 2 * run + 1), drawColumns(m, 2 * run + 2, shift)];
    const found = before.map((column, i) => columnDrift(column, now[i], 0.95)!);
    for (const { name, p } of found) each.set(name, (each.get(name) ?? 0) + (p < 0.05 ? 1 / runs : 0));
    if (holm(found.map(({ p }) => p)).some((p) => p < 0.05)) any += 1 / runs;
  }
  return { each, any };
}

/** No more than this share of runs alarms where 5 % are expected, but for one test in 1,000. */
const most = binomialQuantile(0.999, runs, 0.05) / runs;

describe('the drift of a column', () => {
  it('is seen in no more than 5 % of files drawn alike, of each column and of any', () => {
    const { each, any } = alarms({});
    expect(each.size).toBe(7);
    for (const [name, share] of each) expect(share, name).toBeLessThanOrEqual(most);
    expect(any).toBeLessThanOrEqual(most);
    // And the tests are not asleep.
    expect([...each.values()].reduce((sum, share) => sum + share, 0) / each.size).toBeGreaterThan(0.02);
  });

  it.each([
    { column: 'first', shift: { mean: 0.4 } },
    { column: 'first', shift: { spread: 1.7 } },
    { column: 'second', shift: { missing: 0.25 } },
    { column: 'city', shift: { first: 0.45 } },
  ])('is seen where there is one, in that column: %o', ({ column, shift }) => {
    const { each } = alarms(shift);
    for (const [name, share] of each) {
      if (name === column) expect(share).toBeGreaterThan(0.9);
      else expect(share, name).toBeLessThanOrEqual(most);
    }
  });

  it('comes with an interval that covers the true difference', () => {
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const [before, now] = [drawColumns(400, 2 * run + 1), drawColumns(250, 2 * run + 2, { mean: 0.3 })];
      const [low, high] = columnDrift(before[0], now[0], 0.95)!.interval;
      if (low <= 0.3 && 0.3 <= high) covered++;
    }
    expect(covered / runs).toBeGreaterThanOrEqual(1 - most);
  });

  it('names the level that has moved most, also one that is new', () => {
    const [before, now] = [drawColumns(400, 1), drawColumns(400, 2, { first: 0.5 })].map(
      (columns) => columns[6],
    );
    expect(columnDrift(before, now, 0.95)).toMatchObject({ name: 'city', what: 'share of Basel' });
    if (now.kind !== 'category') throw new Error('no category');
    const renamed = { ...now, levels: ['Rome', 'Bern', 'Chur', 'Davos'] };
    expect(columnDrift(before, renamed, 0.95)).toMatchObject({ what: 'share of Rome', before: 0 });
  });

  it('tells nothing of texts, of columns of two kinds, or of a category with one level', () => {
    const [number, , , , , , city] = drawColumns(50, 1);
    if (city.kind !== 'category') throw new Error('no category');
    const text = { kind: 'text', name: 't', type: 'text', codes: city.codes, distinct: city.levels } as const;
    expect(columnDrift(text, text, 0.95)).toBeUndefined();
    expect(columnDrift(number, city, 0.95)).toBeUndefined();
    const same = { ...city, codes: new Int32Array(50) };
    expect(columnDrift(same, same, 0.95)).toBeUndefined();
  });
});

describe('what it rests on', () => {
  it('finds the distance of Kolmogorov and Smirnov, ties and all', () => {
    expect(kolmogorovDistance(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3))).toBe(0);
    expect(kolmogorovDistance(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(1);
    expect(kolmogorovDistance(Float64Array.of(1, 1, 2, 5), Float64Array.of(1, 3))).toBeCloseTo(0.25, 12);
  });

  it.each([
    // Tables of the limiting distribution: 1.3581 is exceeded in 5 % of cases, 1.6276 in 1 %.
    [1.3581, 0.05],
    [1.6276, 0.01],
    [1.2238, 0.1],
  ])('knows how rare a distance of %d is', (x, tail) => {
    const n = 10_000_000;
    expect(kolmogorovTail(x / Math.sqrt(n / 2), n, n)).toBeCloseTo(tail, 4);
  });

  it('adjusts tests as Holm does', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual(
      [0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)),
    );
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
  });

  it('has the interval of Newcombe for a difference of shares', () => {
    // Newcombe 1998, table II, method 10: 56/70 less 48/80.
    const { difference, interval } = shareDrift([48, 80], [56, 70], 0.95);
    expect(difference).toBeCloseTo(0.2, 12);
    expect(interval[0]).toBeCloseTo(0.0524, 4);
    expect(interval[1]).toBeCloseTo(0.3339, 4);
  });
});
