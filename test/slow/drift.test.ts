import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from '../../kernel/src/data/table.js';
import { columnDrift } from '../../kernel/src/drift/column-drift.js';
import type { Drift } from '../../kernel/src/drift/drift.js';
import { effectDrift } from '../../kernel/src/drift/effect-drift.js';
import { overlapDrift } from '../../kernel/src/drift/overlap-drift.js';
import { toldApart } from '../../kernel/src/drift/told-apart.js';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import type { EffectResult } from '../../kernel/src/result.js';
import { binomialQuantile } from '../../kernel/src/statistics/binomial.js';
import { holm } from '../../kernel/src/statistics/holm.js';
import { createRandom } from '../../kernel/src/statistics/random.js';
import { unwatched } from '../../kernel/src/task.js';
import { drawColumns, type Shift } from '../kernel/drift/draws.js';
import { noise, number, parametersOf, tableOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';

/** Pairs of files; fewer where trees or effects are learned. */
const pairs = Number(process.env.SEEDS ?? 1000);
const fewer = Math.ceil(pairs / 4);
const [n, m] = [600, 400];

const lines: string[][] = [];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Alarms at 5 % that as many tests of files drawn alike give at most, but for one in 1,000. */
const most = (count: number): number => binomialQuantile(0.999, count, 0.05) / count;

function columns(pair: number, shift: Shift): Drift[] {
  const [before, now] = [drawColumns(n, 2 * pair + 1), drawColumns(m, 2 * pair + 2, shift)];
  return before.map((column, i) => columnDrift(column, now[i], 0.95)!);
}

function together(pair: number, shift: Shift): Drift {
  return toldApart(drawColumns(n, 2 * pair + 1), drawColumns(m, 2 * pair + 2, shift), 0.95, pair, unwatched)!;
}

/** A treatment that goes along with x (the more, the larger `pull`), and what it adds to the outcome. */
function drawTreated(rows: number, seed: number, effect: number, pull: number): Table {
  const random = createRandom(seed, 9);
  const { normal } = noise(seed);
  const x = Float64Array.from({ length: rows }, normal);
  const w = x.map((value) => (random.next() < 1 / (1 + Math.exp(-pull * value)) ? 1 : 0));
  const y = x.map((value, row) => value + effect * w[row] + normal());
  return tableOf(number('treatment', w), number('outcome', y), number('x', x));
}

function effectOf(table: Table, seed: number): EffectResult {
  const parameters = parametersOf({
    adjustment: ['x'],
    estimator: { kind: 'aipw', options: {} },
    nuisances: { kind: 'linear', options: {} },
    seed,
  });
  const found = estimateEffect({ name: 'lift', table, texts: [], parameters }, unwatched);
  return found as unknown as EffectResult;
}

/** @param compare what drifted between the tables of a pair */
function drifts(
  compare: (before: Table, now: Table, seed: number) => Drift[],
  effect: number,
  pull: number,
): Drift[] {
  return Array.from({ length: fewer }, (_, pair) => {
    const seed = 2 * pair + 1;
    return compare(drawTreated(n, seed, 1, 0.8), drawTreated(m, seed + 1, effect, pull), seed)[0];
  });
}

const ofEffects = (before: Table, now: Table, seed: number): Drift[] =>
  effectDrift(effectOf(before, seed), effectOf(now, seed + 1));

const ofOverlap = (before: Table, now: Table, seed: number): Drift[] => {
  const question = { treatment: 'treatment', arms: ['0', '1'], columns: ['x'], level: 0.95, seed };
  return overlapDrift(before, now, question, unwatched);
};

function tell(what: string, files: string, count: number, share: number, covered?: number): void {
  lines.push([what, files, String(count), percent(share), covered === undefined ? '' : percent(covered)]);
}

const seen = (drifts: readonly Drift[]): number => drifts.filter(({ p }) => p < 0.05).length / drifts.length;
const covers = (drifts: readonly Drift[], truth: number): number =>
  drifts.filter(({ interval: [low, high] }) => low <= truth && truth <= high).length / drifts.length;

describe('drift of columns', () => {
  it('is seen in no more than 5 % of files drawn alike, of each column and of any', () => {
    const found = Array.from({ length: pairs }, (_, pair) => columns(pair, {}));
    for (const [i, { name }] of found[0].entries()) {
      const own = found.map((each) => each[i]);
      tell(name, 'alike', pairs, seen(own));
      expect(seen(own), name).toBeLessThanOrEqual(most(pairs));
    }
    const any = found.filter((each) => holm(each.map(({ p }) => p)).some((p) => p < 0.05)).length / pairs;
    tell('any of the seven, adjusted', 'alike', pairs, any);
    expect(any).toBeLessThanOrEqual(most(pairs));
  });

  it.each([
    { column: 0, shift: { mean: 0.3 }, files: 'mean moved by .3 standard deviations', truth: 0.3 },
    { column: 0, shift: { spread: 1.5 }, files: 'half as much spread again', truth: 0 },
    { column: 1, shift: { missing: 0.2 }, files: 'missing in 20 % instead of 10 %', truth: undefined },
    { column: 6, shift: { first: 0.35 }, files: 'a level of 35 % instead of 25 %', truth: undefined },
  ])('is seen where there is one: %o', ({ column, shift, files, truth }) => {
    const found = Array.from({ length: pairs }, (_, pair) => {
      const all = columns(pair, shift);
      const adjusted = holm(all.map(({ p }) => p));
      return { ...all[column], p: adjusted[column] };
    });
    const covered = truth === undefined ? undefined : covers(found, truth);
    tell(found[0].name, files, pairs, seen(found), covered);
    expect(seen(found)).toBeGreaterThan(0.6);
    if (covered !== undefined) expect(covered).toBeGreaterThanOrEqual(1 - most(pairs));
  });
});

describe('all columns together', () => {
  it.each([
    { shift: {}, files: 'alike', rare: true },
    { shift: { together: 0.9 }, files: 'two numbers correlated by .9, each as before', rare: false },
    { shift: { mean: 0.5 }, files: 'mean moved by .5 standard deviations', rare: false },
  ])('are told apart where they differ: %o', ({ shift, files, rare }) => {
    const found = Array.from({ length: fewer }, (_, pair) => together(pair, shift));
    tell('all columns together', files, fewer, seen(found));
    if (rare) expect(seen(found)).toBeLessThanOrEqual(most(fewer));
    else expect(seen(found)).toBeGreaterThan(0.6);
  });
});

describe('drift of an effect', () => {
  it.each([
    { effect: 1, pull: 0.8, files: 'alike', rare: true },
    { effect: 1, pull: -0.4, files: 'treated for other reasons, the same effect', rare: true },
    { effect: 1.35, pull: 0.8, files: 'effect 1.35 instead of 1', rare: false },
  ])(
    'is seen where there is one, and not where treatment alone has changed: %o',
    ({ effect, pull, files, rare }) => {
      const found = drifts(ofEffects, effect, pull);
      const covered = covers(found, effect - 1);
      tell('effect (AIPW)', files, fewer, seen(found), covered);
      expect(covered).toBeGreaterThanOrEqual(1 - most(fewer));
      if (rare) expect(seen(found)).toBeLessThanOrEqual(most(fewer));
      else expect(seen(found)).toBeGreaterThan(0.6);
    },
  );

  it.each([
    { pull: 0.8, files: 'alike', rare: true },
    { pull: 2, files: 'treatment follows x 2.5 times as much', rare: false },
    { pull: 3, files: 'treatment all but decided by x', rare: false },
  ])('its want of overlap, too: %o', ({ pull, files, rare }) => {
    const found = drifts(ofOverlap, 1, pull);
    tell('share without overlap', files, fewer, seen(found));
    if (rare) expect(seen(found)).toBeLessThanOrEqual(most(fewer));
    else expect(seen(found)).toBeGreaterThan(0.9);
  });
});

afterAll(async () => {
  await writeResults('drift.md', {
    title: 'False alarms of drift, and what is seen of it',
    command: 'npm run test:slow -- drift',
    note: `Pairs of files, ${n} rows of training data and ${m} new ones: three normal numbers, a skewed one of which 10 % are missing, counts, a yes or no and a category of four levels; for effects one confounder. Tests at 5 %; power of single columns is that after adjustment for all seven. "Covered" is the share of 95 % intervals of the difference that hold the true one.`,
    columns: ['compared', 'new file', 'pairs', 'drift seen', 'covered'],
    rows: lines,
  });
});
