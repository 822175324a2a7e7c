import { afterAll, describe, expect, it } from 'vitest';
import type { Order } from '../../kernel/src/result.js';
import { kinds, orderFor, stocked, truthOf } from '../kernel/decide/stock/stocked.js';
import { writeResults } from '../results.js';
import { solvedStock } from '../solutions/solved-policies.js';
import { cells, type Judged, type Soundness, seeds, soundnessColumns, soundnessOf } from './many-samples.js';

const rows = 1000;
const measured: string[][] = [];

/** A quantity with half its interval as its error: demand is counted, and so are its quantiles. */
function judgedQuantity({ quantity: { estimate, interval } }: Order, truth: number): Judged {
  return { found: { estimate, stdError: (interval[1] - interval[0]) / 2 / 1.96, interval }, truth };
}

const arms = ['not promoted', 'promoted'];
const truths = [0, 1].map((promoted) => truthOf(promoted));
const truthsByKind = kinds.map((_, kind) => truthOf(1, kind));

function judge(seed: number): Record<string, Judged> {
  const { orders, groups = [] } = orderFor(stocked(rows, seed), seed, ['kind']);
  const byArm = orders.flatMap((order, arm): [string, Judged][] => {
    const { profitAt, quantity } = truths[arm];
    const earned = profitAt(order.quantity.estimate);
    const { observedMean } = order;
    return [
      [`order, ${arms[arm]}`, judgedQuantity(order, quantity)],
      [`its profit, ${arms[arm]}`, { found: order.profit, truth: earned }],
      [
        `its profit less that of the observed mean, ${arms[arm]}`,
        { found: observedMean.gain, truth: earned - profitAt(observedMean.quantity) },
      ],
    ];
  });
  const byKind = kinds.map((kind, k): [string, Judged] => {
    const own = groups.find(({ group }) => group === kind);
    if (!own) throw new Error(`There is no order of ${kind} items.`);
    return [`order, promoted, ${kind}`, judgedQuantity(own.orders[1], truthsByKind[k].quantity)];
  });
  return Object.fromEntries([...byArm, ...byKind]);
}

function study(design: string, all: readonly Record<string, Judged>[]): Record<string, Soundness> {
  const found = Object.keys(all[0]).map((what) => [what, soundnessOf(all.map((one) => one[what]))] as const);
  for (const [what, sound] of found) measured.push([design, String(all.length), what, ...cells(sound)]);
  return Object.fromEntries(found);
}

describe('orders over many seeds', () => {
  afterAll(() =>
    writeResults('orders.md', {
      title: 'Orders whose truth is known',
      command: 'npm run test:slow -- orders.test',
      note: `Skewed demand of ${rows} items of two kinds, promoted the more the better they sell, and the sample solution (\`samples/solutions/stock\`), which draws its data anew by seed; 95 % intervals. Demand is counted: intervals of quantities hold whole numbers, and more often than they have to. Their "reported error" is half their width over 1.96; profits are those that the quantity found truly has.`,
      columns: ['design', 'seeds', 'what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('hold their truth', { timeout: 7_200_000 }, () => {
    const found = study(
      'skewed demand',
      Array.from({ length: seeds }, (_, i) => judge(i + 1)),
    );
    for (const { covered } of Object.values(found)) expect(covered).toBeGreaterThanOrEqual(0.9);
  });

  it('hold that of the sample solution', { timeout: 7_200_000 }, async () => {
    const solved: Record<string, Judged>[] = [];
    const count = Math.ceil(seeds / 5);
    for (let seed = 1; seed <= count; seed++) {
      const { result, truth } = await solvedStock(seed);
      const all = result.orders.map((order, arm): [string, Judged] => [
        `order, ${arms[arm]}`,
        judgedQuantity(order, truth.arms[arm].quantity),
      ]);
      const groups = (result.groups ?? []).map(({ group, orders }): [string, Judged] => [
        `order, promoted, ${group}`,
        judgedQuantity(orders[1], truth.byKind[group][1].quantity),
      ]);
      solved.push(Object.fromEntries([...all, ...groups]));
    }
    const found = study('sample solution', solved);
    for (const { covered } of Object.values(found))
      expect(covered).toBeGreaterThanOrEqual(0.95 - 3 * Math.sqrt((0.95 * 0.05) / count));
  });
});
