import { expect, it } from 'vitest';
import { type Evidence, gatherEvidence } from '../../kernel/src/decide/evidence.js';
import { FoldAllocator } from '../../kernel/src/decide/fold-allocations.js';
import type { Money } from '../../kernel/src/decide/policy-value.js';
import type { EffectRequest } from '../../kernel/src/effects/request.js';
import { unwatched } from '../../kernel/src/task.js';
import { generateShop, type Visit } from '../../samples/generate/shop.js';
import { parametersOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import { shopTable } from './shop-table.js';

/** `FIRST=1001` to tune on seeds that are not reported. */
const first = Number(process.env.FIRST ?? 1);
const shops = Number(process.env.SHOPS ?? 3);
const rows = Number(process.env.ROWS ?? 50_000);
const money: Money = { value: 30, costs: [2.5] };
/** Of rows that the budget pays for. */
const shares = [0.1, 0.2, 0.4];

/** The shop with what is observed of its texts as a number, so that the study is about the policy and not about reading. */
function shopRequest(visits: readonly Visit[], seed: number): EffectRequest {
  const { table } = shopTable(visits);
  const keenness = Float64Array.from(visits, (visit) => visit.browsing.keenness);
  const columns = new Map(table.columns);
  columns.set('keenness', { kind: 'numeric', name: 'keenness', type: 'numeric', values: keenness });
  return {
    table: { ...table, columns },
    texts: [],
    parameters: parametersOf({
      treatment: 'coupon',
      outcome: 'purchased',
      adjustment: ['tenure', 'recency', 'device', 'price', 'keenness'],
      modifiers: ['tenure', 'recency', 'device'],
      estimator: { kind: 'x learner', options: {} },
      nuisances: { kind: 'linear', options: {} },
      seed,
    }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

it('the policy of the shop lacks little of what an oracle gains under the same budget', {
  timeout: 7_200_000,
}, async () => {
  const lost = shares.map((): number[] => []);
  const beyondRandom = shares.map((): number[] => []);
  for (let seed = first; seed < first + shops; seed++) {
    const { visits } = generateShop({ rows, seed });
    const evidence = gatherEvidence(shopRequest(visits, seed), unwatched);
    const truth = Float64Array.from(visits, ({ cate }) => cate);
    const worth = truth.map((effect) => money.value * effect - money.costs[0]);
    const eligible = new Uint8Array(rows).fill(1);
    shares.forEach((share, i) => {
      const budget = share * rows * money.costs[0];
      const gained = (who: Evidence): number => {
        const { arm } = new FoldAllocator(who, { money, budget, eligible }, unwatched).at(budget);
        return arm.reduce((sum, own, row) => sum + (own < 0 ? 0 : worth[row]), 0);
      };
      const [own, oracle] = [gained(evidence), gained({ ...evidence, effects: [truth] })];
      const random = share * worth.reduce((sum, each) => sum + each, 0);
      lost[i].push(1 - own / oracle);
      beyondRandom[i].push((oracle - own) / (oracle - random));
    });
  }
  await writeResults('policy-regret.md', {
    title: 'What policies of the sample shop lack',
    command: 'npm run test:slow -- policy-regret',
    note: `The generated shop, ${rows.toLocaleString('en-US')} rows, ${shops} seeds: policies by an x learner of tenure, recency and device with linear nuisances, under budgets that pay for a share of the rows, beside an oracle that knows every effect and has the same budget. Goal: at most 5 % of the oracle's gain.`,
    columns: [
      'share that the budget pays for',
      "lost of the oracle's gain over treating nobody",
      'by seed',
      'lost of its gain over as many at random',
    ],
    rows: shares.map((share, i) => [
      percent(share),
      percent(mean(lost[i])),
      lost[i].map(percent).join(', '),
      percent(mean(beyondRandom[i])),
    ]),
  });
  for (const own of lost) expect(mean(own)).toBeLessThan(0.05);
});
