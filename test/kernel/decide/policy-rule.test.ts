import { describe, expect, it } from 'vitest';
import type { Table } from '../../../kernel/src/data/table.js';
import { Allocator } from '../../../kernel/src/decide/allocate.js';
import type { Evidence } from '../../../kernel/src/decide/evidence.js';
import { policyRule, treat } from '../../../kernel/src/decide/policy-rule.js';
import type { PolicyRequest } from '../../../kernel/src/decide/request.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';

const n = 4000;
const value = 10;

/** Effects of two arms on rows of different weights. */
function evidenceOf(seed: number, weighted: boolean): Evidence {
  const random = createRandom(seed);
  const draw = (low: number, high: number) =>
    Float64Array.from({ length: n }, () => low + (high - low) * random.next());
  return {
    ...{ treatment: 't', outcome: 'y', arms: ['none', 'mail', 'call'], level: 0.95, seed: 1, folds: 2 },
    ...{ sourceRow: Int32Array.from({ length: n }, (_, i) => i + 1), foldOf: new Int8Array(n) },
    ...(weighted && { weights: draw(0.5, 2) }),
    ...{ scores: [], effects: [draw(-0.2, 0.4), draw(-0.5, 1)], modifiers: ['x'], warnings: [] },
  };
}

const costs = [{ arm: 'call', cost: 3 }, { cost: 1 }];

function ruleOf(evidence: Evidence, parameters: Partial<PolicyRequest['parameters']>, eligible?: Uint8Array) {
  const table: Table = {
    rows: n,
    columns: new Map(),
    sourceRow: evidence.sourceRow,
    dataHash: '',
    warnings: [],
  };
  const request = {
    name: 'p',
    effect: 'e',
    evidence,
    table,
    parameters: { effect: 'effect:e', costs, value, ...parameters },
  };
  return policyRule({ ...request, ...(eligible && { eligible }) }, unwatched);
}

/** What a rule uses and gains on the rows it was made from. */
function useOf(evidence: Evidence, rule: ReturnType<typeof ruleOf>) {
  const { arm, gain } = treat(rule, evidence.effects);
  let [spent, treated, gained] = [0, 0, 0];
  for (const [row, own] of arm.entries()) {
    const size = own < 0 ? 0 : (evidence.weights?.[row] ?? 1);
    spent += size * (own < 0 ? 0 : rule.money.costs[own]);
    treated += size;
    gained += size * gain[row];
  }
  return { spent, treated, gained };
}

function bestOf(evidence: Evidence, budget: number, capacity: number): number {
  const gain = evidence.effects.map((effect, arm) => effect.map((own) => value * own - [1, 3][arm]));
  const choices = { gain, cost: [1, 3], seed: 1, ...(evidence.weights && { weights: evidence.weights }) };
  return new Allocator(choices, { capacity }, unwatched).at(budget).bound;
}

describe('a policy as a rule', () => {
  it('without limits gives each row the arm that gains most', () => {
    const evidence = evidenceOf(1, false);
    const rule = ruleOf(evidence, {});
    expect(rule).toMatchObject({ price: 0, place: 0, money: { value, costs: [1, 3] } });
    const { arm, gain } = treat(rule, evidence.effects);
    for (const [row, own] of arm.entries()) {
      const gains = [0, ...evidence.effects.map((effect, a) => value * effect[row] - rule.money.costs[a])];
      expect(gain[row]).toBe(Math.max(...gains));
      expect(gains[own + 1]).toBe(gain[row]);
    }
  });

  it.each([
    { budget: 1500, capacity: Number.POSITIVE_INFINITY, weighted: false },
    { budget: 1500, capacity: Number.POSITIVE_INFINITY, weighted: true },
    { budget: Number.POSITIVE_INFINITY, capacity: 300, weighted: false },
    { budget: Number.POSITIVE_INFINITY, capacity: 300, weighted: true },
    { budget: 1500, capacity: 400, weighted: false },
    { budget: 600, capacity: 3000, weighted: true },
  ])(
    'keeps its limits on the data it is made from, and gains what the best can: %o',
    ({ budget, capacity, weighted }) => {
      const evidence = evidenceOf(2, weighted);
      const limits = {
        ...(Number.isFinite(budget) && { budget }),
        ...(Number.isFinite(capacity) && { capacity }),
      };
      const used = useOf(evidence, ruleOf(evidence, limits));
      expect(used.spent).toBeLessThanOrEqual(budget * (1 + 1e-9));
      expect(used.treated).toBeLessThanOrEqual(capacity * (1 + 1e-9));
      expect(used.gained).toBeGreaterThan(0.98 * bestOf(evidence, budget, capacity));
    },
  );

  it('treats nobody that may not be, nor rows that are all alike where not all can be treated', () => {
    const evidence = evidenceOf(3, false);
    const rule = ruleOf(evidence, { capacity: 100 }, new Uint8Array(n).fill(1, 0, 200));
    expect(treat(rule, evidence.effects, new Uint8Array(n)).arm.every((arm) => arm === -1)).toBe(true);
    const alike = { ...evidence, effects: evidence.effects.map(() => new Float64Array(n).fill(0.9)) };
    expect(useOf(alike, ruleOf(alike, { capacity: 100 })).treated).toBe(0);
    expect(useOf(alike, ruleOf(alike, { capacity: n })).treated).toBe(n);
  });
});
