import { describe, expect, it } from 'vitest';
import { toldApart } from '../../../kernel/src/drift/told-apart.js';
import { binomialQuantile } from '../../../kernel/src/statistics/binomial.js';
import { unwatched } from '../../../kernel/src/task.js';
import { drawColumns, type Shift } from './draws.js';

function tests(runs: number, shift: Shift, n = 500, m = 300) {
  return Array.from({ length: runs }, (_, run) => {
    const [before, now] = [drawColumns(n, 2 * run + 1), drawColumns(m, 2 * run + 2, shift)];
    return toldApart(before, now, 0.95, run, unwatched)!;
  });
}

describe('all columns together', () => {
  it('are told apart in no more than 5 % of files drawn alike, and guessed at in all', () => {
    const found = tests(60, {});
    expect(found.filter(({ p }) => p < 0.05).length).toBeLessThanOrEqual(binomialQuantile(0.999, 60, 0.05));
    const mean = found.reduce((sum, { difference }) => sum + difference / 60, 0);
    expect(Math.abs(mean)).toBeLessThan(0.02);
  });

  it('show what no column shows alone', () => {
    const found = tests(10, { together: 0.9 }, 1500, 1500);
    expect(found.filter(({ p }) => p < 0.05).length).toBeGreaterThanOrEqual(9);
    for (const { difference, interval } of found) {
      expect(interval[0]).toBeLessThan(difference);
      expect(interval[1]).toBeGreaterThan(difference);
    }
  });

  it('say nothing of few rows', () => {
    expect(toldApart(drawColumns(500, 1), drawColumns(20, 2), 0.95, 1, unwatched)).toBeUndefined();
    expect(toldApart([], [], 0.95, 1, unwatched)).toBeUndefined();
  });
});
