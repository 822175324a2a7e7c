import { afterAll, describe, expect, it } from 'vitest';
import { heldOutRows } from '../../kernel/src/data/split.js';
import { continueModel } from '../../kernel/src/models/continue-model.js';
import { estimateModel } from '../../kernel/src/models/estimate-model.js';
import type { Metric } from '../../kernel/src/result.js';
import { unwatched } from '../../kernel/src/task.js';
import { boolean, category, number, tableOf } from '../kernel/effects/tables.js';
import { drifting, type Visit } from '../kernel/process/drifting-shop.js';
import { writeResults } from '../results.js';
import { seeds } from './many-samples.js';

const before = 1500;
const measured: string[][] = [];

const parameters = {
  ...{ outcome: 'bought', features: ['age', 'land'], texts: [], folds: 5, seed: 1 },
  learner: { kind: 'boosted trees', options: {} },
} as const;

function shopOf(visits: readonly Visit[]) {
  const table = tableOf(
    number(
      'age',
      Float64Array.from(visits, ({ age }) => age),
    ),
    category(
      'land',
      visits.map(({ land }) => land),
    ),
    boolean(
      'bought',
      visits.map(({ bought }) => bought),
    ),
  );
  const sourceRow = Int32Array.from(visits.keys(), (row) => row + 1);
  const heldOut = heldOutRows({ train: 0.7, by: 'row', seed: 4 }, sourceRow, undefined, undefined);
  return { ...table, sourceRow, heldOut };
}

const lossOf = (metrics: readonly Metric[]): number =>
  metrics.find(({ name }) => name === 'log loss')?.value ?? Number.NaN;

/** Log losses on the held-out rows of today: of the model of then, of it continued, of a fit anew, and of who knows the truth. */
function losses(seed: number, drift: number, more: number) {
  const visits = [...drifting(0, before, 0, { seed }), ...drifting(before, before + more, drift, { seed })];
  const table = shopOf(visits);
  const fitOf = (of: typeof table) =>
    estimateModel({ name: 'will_buy', table: of, texts: [], parameters }, unwatched);
  const live = fitOf(shopOf(visits.slice(0, before)));
  const { fitted: model, inputs, n: learnt } = live;
  const request = { parameters, model, inputs, added: 0, learnt, table };
  const found = continueModel(request, unwatched);
  if (!found || typeof found === 'string') throw new Error('It was not continued.');
  const held = visits.filter((_, row) => table.heldOut[row] === 1);
  const truths = held.map(({ bought, chance }) => -Math.log(bought === 1 ? chance : 1 - chance));
  return {
    live: lossOf(found.before),
    continued: lossOf(found.after),
    anew: lossOf(fitOf(table).metrics[0].metrics),
    truth: truths.reduce((sum, loss) => sum + loss, 0) / truths.length,
  };
}

function study(drift: number, more: number) {
  const all = Array.from({ length: seeds }, (_, seed) => losses(seed + 1, drift, more));
  const mean = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const found = {
    ...{ live: mean(({ live }) => live), continued: mean(({ continued }) => continued) },
    ...{ anew: mean(({ anew }) => anew), truth: mean(({ truth }) => truth) },
    kept: mean(({ live, continued }) => (continued <= live ? 1 : 0)),
  };
  const { live, continued, anew, truth, kept } = found;
  measured.push([
    ...[String(drift), String(more), String(seeds)],
    ...[live, continued, anew, truth].map((loss) => loss.toFixed(4)),
    `${(100 * kept).toFixed(0)} %`,
  ]);
  return found;
}

describe('models that are continued, over many seeds', () => {
  afterAll(() =>
    writeResults('continue.md', {
      title: 'A model that is continued, beside one that is fitted anew',
      command: 'npm run test:slow -- continue.test',
      note: `A shop of ${before} visits in which the young buy, and new visits in which the old do so the more, the more it drifts (0: as before; 1: the reverse). Mean log loss on the held-out 30 % of all visits: of the model of then, of it continued, of a fit anew on all rows, and of the true chances. Last the share of shops in which the continued model is no worse than before, and so becomes live.`,
      columns: ['drift', 'new rows', 'seeds', 'live', 'continued', 'fitted anew', 'truth', 'becomes live'],
      rows: measured,
    }),
  );

  it.each([
    [0, 500],
    [0.3, 500],
    [0.6, 500],
    [0.9, 500],
    [0.9, 1500],
  ])('drift %s in %i new rows', (drift, more) => {
    const { live, continued, anew } = study(drift, more);
    expect(continued).toBeLessThan(live);
    // At least half of what a fit anew would gain.
    expect(continued).toBeLessThan((live + anew) / 2);
  });
});
