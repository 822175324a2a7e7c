import { beforeAll, describe, expect, test } from 'vitest';
import { estimatePolicy } from '../../../kernel/src/decide/estimate-policy.js';
import { type Evidence, gatherEvidence } from '../../../kernel/src/decide/evidence.js';
import type { PolicyEstimate, PolicyRequest } from '../../../kernel/src/decide/request.js';
import type { EffectRequest } from '../../../kernel/src/effects/request.js';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { number, tableOf } from '../effects/tables.js';
import { cells, drawCells, effectOn } from './cells.js';

type Parameters = PolicyRequest['parameters'];

const n = 3000;
const money = { effect: 'effect:lift', costs: [{ cost: 2 }], value: 5 };

/** The most that treating the kinds of customers that gain gains over so many rows. */
const best =
  (n * cells.reduce((sum, cell) => sum + Math.max(0, 5 * effectOn(cell, 1) - 2), 0)) / cells.length;

function problemsOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

describe('A policy', () => {
  let request: EffectRequest;
  let evidence: Evidence;
  const decide = (parameters: Partial<Parameters> = {}, more: Partial<PolicyRequest> = {}): PolicyEstimate =>
    estimatePolicy(
      {
        ...{ name: 'coupons', effect: 'lift', evidence, table: request.table },
        parameters: { ...money, ...parameters },
        ...more,
      },
      unwatched,
    );

  beforeAll(() => {
    request = drawCells(n, 1001).request;
    evidence = gatherEvidence(request, unwatched);
  });

  test('without limits gains what the best can', () => {
    const { policies, predicted, sentence, warnings } = decide();
    const [own, everyone, random, nobody] = policies;
    expect(policies.map(({ kind }) => kind)).toEqual(['by effect', 'everyone', 'random', 'nobody']);
    expect(own.gain.estimate).toBeGreaterThan(0.8 * best);
    expect(Math.abs(own.gain.estimate - best)).toBeLessThan(4 * own.gain.stdError);
    expect(everyone.share).toBe(1);
    expect(everyone.cost).toBe(2 * n);
    expect(random.share).toBeCloseTo(own.share, 12);
    expect(random.difference?.interval[0]).toBeGreaterThan(0);
    expect(nobody.gain).toEqual({ estimate: 0, stdError: 0, interval: [0, 0] });
    expect(own.difference).toBeNull();
    expect(predicted.bound).toBeCloseTo(predicted.gain, 9);
    expect(sentence).toMatch(
      /^Treating \d+(\.\d)?% of 3,000 rows by lift, mostly those with tenure <= 1, is worth /,
    );
    expect(warnings).toEqual([]);
  });

  test('keeps its budget, and tells what others would gain', () => {
    const { policies, curve } = decide({ budget: 1000 });
    const [own, everyone] = policies;
    expect(own.cost).toBeLessThanOrEqual(1000);
    expect(own.cost).toBeGreaterThan(990);
    expect([own.allowed, everyone.allowed]).toEqual([true, false]);
    expect(curve.points[0]).toEqual({
      spent: 0,
      share: 0,
      gain: { estimate: 0, stdError: 0, interval: [0, 0] },
    });
    expect(curve.points).toHaveLength(17);
    for (const [i, { spent }] of curve.points.entries())
      if (i > 0) expect(spent).toBeGreaterThan(curve.points[i - 1].spent);
  });

  test('says where its money goes, and what each unit of it brings back', () => {
    const { policies, spending, sentence } = decide({ budget: 1000 });
    const [own] = policies;
    expect(spending?.arms.map(({ arm }) => arm)).toEqual(['1', null]);
    const [first, whole] = spending?.arms ?? [];
    expect(whole).toEqual({ ...first, arm: null });
    expect(whole.cost).toBeCloseTo(own.cost, 9);
    expect(whole.worth.estimate - whole.cost).toBeCloseTo(own.gain.estimate, 6);
    expect(whole.returned?.estimate).toBeCloseTo(whole.worth.estimate / whole.cost, 12);
    expect(sentence).toMatch(/each 1 that is spent brings back \d/);
    expect(spending?.sentence).toMatch(/^1,000 is spent\. Each 1 that is spent brings back \d\.\d+ \[/);
    expect(decide({ costs: [] }).spending).toBeUndefined();
  });

  test('splits its money over arms', () => {
    const drawn = drawCells(n, 1002, 3).request;
    const two = gatherEvidence(drawn, unwatched);
    const costs = [
      { arm: '1', cost: 2 },
      { arm: '2', cost: 1 },
    ];
    const { spending, policies, treatment } = decide(
      { costs, budget: 3000 },
      { evidence: two, table: drawn.table },
    );
    const arms = spending?.arms ?? [];
    expect([treatment, ...arms.map(({ arm }) => arm)]).toEqual(['treatment', '1', '2', null]);
    expect(arms[0].rows).toBe(policies[0].treated[0]);
    expect(arms[0].cost + arms[1].cost).toBeCloseTo(arms[2].cost, 9);
    expect(arms[0].share + arms[1].share).toBeCloseTo(1, 12);
    expect(arms[0].worth.estimate + arms[1].worth.estimate).toBeCloseTo(arms[2].worth.estimate, 6);
    // The best treats those who gain most first: money comes back with more.
    expect(arms[2].returned?.interval[0]).toBeGreaterThan(1);
    expect(spending?.sentence).toMatch(
      /% of it on 1 and .*% of it on 2\. Each 1|% of it on 2 and .*% of it on 1\. Each 1/,
    );
  });

  test('counts all rows of the data, those that others stand for among them', () => {
    const { request: asked } = drawCells(n, 1003);
    const events = asked.table.columns.get('outcome');
    const values = events?.kind === 'numeric' ? events.values : new Float64Array();
    const columns = [...asked.table.columns.values()].filter(({ name }) => name !== 'outcome');
    const table = tableOf(
      ...columns,
      number(
        'outcome',
        values.map((value, row) => (value > 1 && row % 3 > 0 ? 1 : 0)),
      ),
      number(
        'observed',
        values.map((value, row) => (row % 3 === 0 ? 10 : value > 1 ? 50 : 100)),
      ),
    );
    const horizon = { length: 90, days: true, column: 'observed' };
    const seen = gatherEvidence({ ...asked, table, parameters: { ...asked.parameters, horizon } }, unwatched);
    expect(seen.foldOf.length).toBe((2 * n) / 3);
    const { n: rows, policies, notes } = decide({ capacity: 300, costs: [] }, { evidence: seen, table });
    const everyone = policies.find(({ kind }) => kind === 'everyone');
    expect(rows).toBe(n);
    expect(everyone?.treated[0]).toBeCloseTo(n, 6);
    expect(everyone?.share).toBeCloseTo(1, 12);
    expect(policies[0].treated[0]).toBeGreaterThan(297);
    expect(policies[0].treated[0]).toBeLessThanOrEqual(300 + 1e-6);
    expect(notes?.[0]).toMatch(/^1,000 rows of 3,000 were observed for less than 90 days/);
  });

  test('keeps its capacity whatever it costs', () => {
    const [own] = decide({ capacity: 301 }).policies;
    expect(own.treated).toEqual([301]);
    const free = decide({ costs: [], value: undefined, capacity: 17 });
    expect(free.policies[0].treated).toEqual([17]);
    expect(free.curve.points.at(-1)?.share).toBeGreaterThan(0.5);
  });

  test('treats nobody where it pays for nobody', () => {
    const { policies, sentence, curve } = decide({ costs: [{ cost: 100 }] });
    expect(policies[0].share).toBe(0);
    expect(sentence).toMatch('Treating nobody is best');
    expect(curve.points).toHaveLength(1);
  });

  test('counts a value below 0 where less of the outcome is better', () => {
    const [own] = decide({ value: -5, costs: [] }).policies;
    // Only those of long tenure in the north have less of the outcome for it.
    expect(own.share).toBeLessThan(0.3);
  });

  test('treats the eligible alone', () => {
    const tenure = request.table.columns.get('tenure');
    const values = tenure?.kind === 'numeric' ? tenure.values : new Float64Array();
    const eligible = Uint8Array.from(values, (value) => (value > 0 ? 1 : 0));
    const { policies, eligible: count } = decide({}, { eligible });
    expect(count).toBe(eligible.reduce((sum, may) => sum + may, 0));
    expect(policies[0].treated[0]).toBeLessThanOrEqual(count);
    expect(policies.find(({ kind }) => kind === 'everyone')?.treated).toEqual([count]);
  });

  test("is held against today's rule", () => {
    const today = Uint8Array.from({ length: n }, (_, row) => row % 2);
    const { policies, sentence } = decide(
      { today: { kind: 'condition', condition: { kind: 'boolean', value: true } } },
      { today },
    );
    const rule = policies.find(({ kind }) => kind === 'today');
    expect(rule?.share).toBe(0.5);
    expect(rule?.difference?.estimate).toBeGreaterThan(0);
    expect(sentence).toMatch("more than today's rule");
    const column = decide({ today: { kind: 'column', column: 'treatment' } });
    const arms = request.table.columns.get('treatment');
    const treated = arms?.kind === 'numeric' ? arms.values.reduce((sum, arm) => sum + arm, 0) : 0;
    expect(column.policies.find(({ kind }) => kind === 'today')?.treated).toEqual([treated]);
  });

  test('is said in a few questions', () => {
    const { tree, policies } = decide({ depth: 2 });
    const own = policies.find(({ kind }) => kind === 'tree');
    expect(tree?.root.leaf).toBe(false);
    expect(own?.gain.estimate).toBeGreaterThan(0.8 * best);
    const limited = decide({ depth: 2, budget: 1500 });
    const kept = limited.policies.find(({ kind }) => kind === 'tree');
    // A tree cannot part what no question parts: it may spend less, and on rows it has not seen a little more.
    expect(kept?.cost).toBeLessThanOrEqual(1.15 * 1500);
    expect(kept?.share).toBeLessThan(0.5);
  });

  test('tells groups apart and keeps them together', () => {
    const apart = (found: PolicyEstimate): number => {
      const shares = (found.groups ?? []).map(({ share }) => share);
      return Math.max(...shares) - Math.min(...shares);
    };
    const told = decide({ budget: 1500, fair: { columns: ['region'] } });
    expect(told.groups?.map(({ group }) => group).sort()).toEqual(['north', 'south']);
    expect(apart(told)).toBeGreaterThan(0.2);
    expect(told.fairness).toMatch(/^Shares treated of those who may be go by region from /);
    const kept = decide({ budget: 1500, fair: { columns: ['region'], within: 0.05 } });
    expect(apart(kept)).toBeLessThan(0.06);
    expect(kept.policies[0].cost).toBeGreaterThan(1450);
    expect(kept.predicted.gain).toBeLessThan(told.predicted.gain);
    expect(kept.fairness).toMatch('at the price of a predicted gain of');
  });

  test('refuses what cannot be', () => {
    const none = new Uint8Array(n);
    expect(problemsOf(() => decide({}, { eligible: none }))).toEqual(['CS6074']);
    expect(problemsOf(() => decide({ costs: [{ arm: 'mens', cost: 1 }] }))).toEqual(['CS6073']);
    expect(problemsOf(() => decide({ budget: 1 }))).toEqual(['CS6076']);
    expect(problemsOf(() => decide({ today: { kind: 'column', column: 'nowhere' } }))).toEqual(['CS6075']);
    const region = decide.bind(undefined, { today: { kind: 'column', column: 'region' } });
    expect(problemsOf(() => region())).toEqual(['CS6075']);
  });

  test('is the same for the same request', () => {
    expect(decide({ budget: 1000 })).toEqual(decide({ budget: 1000 }));
  });
});

describe('A policy of several arms', () => {
  test('gives each row the arm that is worth most for its cost', () => {
    const { request } = drawCells(4000, 1002, 3);
    const evidence = gatherEvidence(request, unwatched);
    const parameters: Parameters = {
      effect: 'effect:lift',
      costs: [{ arm: '1', cost: 2 }, { cost: 1 }],
      value: 5,
      budget: 4000,
    };
    const { policies, arms, sentence } = estimatePolicy(
      { name: 'p', effect: 'lift', evidence, table: request.table, parameters },
      unwatched,
    );
    expect(arms).toEqual(['0', '1', '2']);
    const [own] = policies;
    expect(own.cost).toBeLessThanOrEqual(4000);
    expect(Math.min(...own.treated)).toBeGreaterThan(100);
    for (const other of policies.slice(1)) {
      if (other.allowed) expect(other.difference?.interval[0]).toBeGreaterThan(0);
    }
    expect(sentence).toMatch(/\(1 to \d+(\.\d)?% and 2 to \d+(\.\d)?%\)/);
  });
});

describe('Evidence', () => {
  test('is refused where nobody comes first, arms are not compared, or an arm has no overlap', () => {
    const { request } = drawCells(400, 3);
    const { parameters } = request;
    const flat = { ...request, parameters: { ...parameters, modifiers: [], adjustment: [] } };
    expect(problemsOf(() => gatherEvidence(flat, unwatched))).toEqual(['CS6071']);
    const x = Float64Array.from({ length: 400 }, (_, i) => i / 400);
    const told = tableOf(
      number('x', x),
      number(
        'z',
        x.map((value) => Math.sin(40 * value)),
      ),
      number(
        'treatment',
        x.map((value, i) => (value > 0.8 || i === 20 ? 1 : 0)),
      ),
      number(
        'outcome',
        x.map((value) => value * 2),
      ),
    );
    const names = ['x', 'z'];
    const apart = {
      table: told,
      texts: [],
      parameters: { ...parameters, adjustment: names, modifiers: names, folds: 3 },
    };
    expect(problemsOf(() => gatherEvidence(apart, unwatched))).toEqual(['CS6072']);
  });

  test('adds up to the effect where everyone is treated', () => {
    const { request } = drawCells(800, 4);
    const { scores } = gatherEvidence(request, unwatched);
    const mean = scores[0].reduce((sum, score) => sum + score, 0) / 800;
    const truth = cells.reduce((sum, cell) => sum + effectOn(cell, 1), 0) / cells.length;
    expect(Math.abs(mean - truth)).toBeLessThan(0.3);
  });
});
