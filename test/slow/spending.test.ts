import { afterAll, expect, it } from 'vitest';
import { gatherEvidence } from '../../kernel/src/decide/evidence.js';
import { FoldAllocator } from '../../kernel/src/decide/fold-allocations.js';
import { spendingOf } from '../../kernel/src/decide/spending.js';
import { unwatched } from '../../kernel/src/task.js';
import { drawCells, effectOn, cells as kinds, truthOf } from '../kernel/decide/cells.js';
import { writeResults } from '../results.js';
import { cells, expectSound, type Judged, seeds, soundnessColumns, soundnessOf } from './many-samples.js';

const rows = 1000;
const budget = 1200;
const money = { value: 5, costs: [1.25, 0.9] };
const measured: string[][] = [];

/** What each unit of money brings back by arm and altogether in one sample, beside what it would over the population. */
function judgeSample(seed: number): Record<string, Judged> {
  const { request, cellOf } = drawCells(rows, seed, 3, {}, 0.4);
  const evidence = gatherEvidence(request, unwatched);
  const eligible = new Uint8Array(rows).fill(1);
  const { arm } = new FoldAllocator(evidence, { money, budget, eligible }, unwatched).at(budget);
  const spending = spendingOf(evidence, money, evidence.arms.slice(1), arm);
  return Object.fromEntries(
    spending.map(({ arm: name, returned }) => {
      const own = (place: number): boolean => name === null || evidence.arms[place + 1] === name;
      const total = (worth: (cell: number, place: number) => number): number =>
        truthOf(evidence, cellOf, arm, (cell, place) => (own(place) ? worth(cell, place) : 0));
      const truth =
        total((cell, place) => money.value * effectOn(kinds[cell], place + 1)) /
        total((_, place) => money.costs[place]);
      if (!returned) throw new Error('Nothing was spent.');
      return [name === null ? 'all together' : `arm ${name}`, { found: returned, truth }];
    }),
  );
}

afterAll(() =>
  writeResults('spending.md', {
    title: 'What each unit of money brings back, where the truth is known',
    command: 'npm run test:slow -- spending',
    note: `Value gained over money spent by policies of two arms, learned from ${rows} rows each by a causal forest of 50 trees with linear nuisances under a budget, against the same ratio over a population of known truth: 95 % intervals by the delta method.`,
    columns: ['what', 'samples', ...soundnessColumns],
    rows: measured,
  }),
);

it('has sound intervals', { timeout: 7_200_000 }, () => {
  const all = Array.from({ length: seeds }, (_, i) => judgeSample(i + 1));
  for (const what of ['arm 1', 'arm 2', 'all together']) {
    const judged = all.flatMap((own) => own[what] ?? []);
    expect(judged.length).toBeGreaterThan(0.95 * seeds);
    const sound = soundnessOf(judged);
    measured.push([what, String(judged.length), ...cells(sound)]);
    expectSound(sound);
  }
});
