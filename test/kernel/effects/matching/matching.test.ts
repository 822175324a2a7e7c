import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../kernel/src/data/table.js';
import { estimateEffect } from '../../../../kernel/src/effects/estimate-effect.js';
import { matchArms, matching } from '../../../../kernel/src/effects/estimators/matching/matching.js';
import { averageOf } from '../../../../kernel/src/effects/inference/contrast.js';
import { openStudy } from '../../../../kernel/src/effects/study.js';
import type { Estimand } from '../../../../kernel/src/plan.js';
import { InputError } from '../../../../kernel/src/problem.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { confounded } from '../simulate.js';
import { noise, number, type Parameters, parametersOf, readTable, sharedData, tableOf } from '../tables.js';
import { manyConfounders, threeArms } from './simulate.js';

type Options = Parameters['estimator']['options'];

function study(table: Table, given: Partial<Parameters>, options: Options = {}) {
  const parameters = parametersOf({ ...given, estimator: { kind: 'matching', options } });
  return openStudy({ table, texts: [], parameters }, unwatched);
}

/** The average of the first contrast and its error. */
const average = (table: Table, given: Partial<Parameters>, options: Options = {}) =>
  matchArms(study(table, given, options), 1, unwatched).average;

function problems(table: Table, given: Partial<Parameters>, options: Options): string[] {
  try {
    average(table, given, options);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

/** Estimate and error of matching one number to one neighbour, by the formulas of Abadie and Imbens (2006), every pair looked at. */
function byHand(x: number[], t: number[], y: number[], estimand: Estimand, neighbours: number) {
  const n = x.length;
  const nearest = (row: number, arm: number, many: number): number[] => {
    const others = [...x.keys()].filter((j) => j !== row && t[j] === arm);
    return others.sort((a, b) => Math.abs(x[a] - x[row]) - Math.abs(x[b] - x[row])).slice(0, many);
  };
  const mean = (rows: number[]): number => rows.reduce((sum, j) => sum + y[j], 0) / rows.length;
  const about = [...x.keys()].filter((i) => estimand === 'ate' || t[i] === (estimand === 'att' ? 1 : 0));
  const times = new Array<number>(n).fill(0);
  const effects = about.map((i) => {
    const matches = nearest(i, 1 - t[i], neighbours);
    for (const j of matches) times[j] += 1;
    return t[i] === 1 ? y[i] - mean(matches) : mean(matches) - y[i];
  });
  const estimate = effects.reduce((sum, effect) => sum + effect, 0) / about.length;
  let variance = effects.reduce((sum, effect) => sum + (effect - estimate) ** 2, 0);
  for (let j = 0; j < n; j++) {
    const k = times[j] / neighbours;
    const spread = (2 / 3) * (y[j] - mean(nearest(j, t[j], 2))) ** 2;
    const inside = estimand === 'ate' || t[j] === (estimand === 'att' ? 1 : 0);
    // (K/M)^2 + (2M - 1)/M K/M for the ATE, K (K - 1) / M^2 for the others.
    variance += spread * (inside ? k * k + ((2 * neighbours - 1) / neighbours) * k : k * k - k / neighbours);
  }
  return { estimate, stdError: Math.sqrt(variance) / about.length };
}

describe('matching on one number', () => {
  const { normal, uniform } = noise(3);
  const x = Array.from({ length: 120 }, normal);
  const t = x.map((value) => (uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const y = x.map((value, i) => 2 * value + t[i] + normal());
  const table = tableOf(number('x', x), number('treatment', t), number('outcome', y));

  for (const estimand of ['ate', 'att', 'atc'] as const) {
    it.each([1, 3])(`gives the ${estimand} and its error of the formulas, %i neighbours`, (neighbours) => {
      const options = { neighbours, biasCorrection: false };
      const found = average(table, { adjustment: ['x'], estimand }, options);
      const hand = byHand(x, t, y, estimand, neighbours);
      expect(found.estimate).toBeCloseTo(hand.estimate, 10);
      expect(found.stdError).toBeCloseTo(hand.stdError, 10);
    });
  }

  it('minds neither the order of the rows nor the unit of the number', () => {
    const order = [...x.keys()].sort((a, b) => ((a * 37) % 120) - ((b * 37) % 120));
    const ordered = (name: string, values: number[], change = (value: number) => value) =>
      number(
        name,
        order.map((i) => change(values[i])),
      );
    const shuffled = tableOf(
      ordered('x', x, (value) => 1000 * value + 5),
      ordered('treatment', t),
      ordered('outcome', y),
    );
    const ways: readonly Options[] = [{}, { neighbours: 3 }, { on: 'propensity' }];
    for (const options of ways) {
      const [one, other] = [table, shuffled].map((data) => average(data, { adjustment: ['x'] }, options));
      expect(other.estimate).toBeCloseTo(one.estimate, 8);
      expect(other.stdError).toBeCloseTo(one.stdError, 8);
    }
  });
});

describe('the parts of the rows', () => {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const opened = study(
    confounded(400, 2, 1).table,
    { adjustment: ['x', 'z', 'shop'], folds: 3 },
    { caliper: 1 },
  );
  const estimated = matching.estimate(opened, 1, unwatched);
  const { estimate, stdError, baseline } = estimated.average ?? { estimate: 0, stdError: 0, baseline: null };

  it('add up to the estimate, and their weights to the population', () => {
    const { scores, weights } = estimated;
    expect(sum(scores.effect) / sum(scores.population)).toBeCloseTo(estimate, 10);
    expect(sum(scores.baseline ?? scores.effect) / sum(scores.population)).toBeCloseTo(
      baseline?.mean ?? 0,
      10,
    );
    expect(sum(weights ?? new Float64Array(0))).toBeCloseTo(2 * sum(scores.population), 8);
  });

  it('tell the error of clusters of one row each as the formulas do, give or take', () => {
    const clusters = { of: Int32Array.from({ length: 400 }, (_, i) => i), count: 400 };
    const clustered = averageOf({ ...opened.sample, clusters }, estimated, 0.95);
    expect(clustered.estimate).toBe(estimate);
    expect(clustered.stdError / stdError).toBeGreaterThan(0.8);
    expect(clustered.stdError / stdError).toBeLessThan(1.25);
  });
});

describe('matching finds the truth', () => {
  const near = ({ estimate, stdError }: { estimate: number; stdError: number }, truth: number): void => {
    expect(Math.abs(estimate - truth) / stdError).toBeLessThan(3);
  };

  it('of the ATE, the ATT and the ATC, on covariates and on the propensity', () => {
    const { table, ate, att } = confounded(2000, 4, 1);
    const column = table.columns.get('treatment');
    const share = column?.kind === 'numeric' ? column.values.reduce((a, b) => a + b, 0) / 2000 : 0;
    const truths = { ate, att, atc: (ate - share * att) / (1 - share) };
    for (const on of ['covariates', 'propensity']) {
      for (const estimand of ['ate', 'att', 'atc'] as const) {
        near(average(table, { adjustment: ['x', 'z', 'shop'], estimand }, { on }), truths[estimand]);
      }
    }
  });

  it('of every arm of three', () => {
    const ways: readonly Options[] = [{}, { on: 'propensity' }];
    for (const options of ways) {
      const arms = ['none', 'a', 'b'];
      const opened = study(threeArms(2000, 5), { adjustment: ['x', 'z'], arms }, options);
      [1, 0.5].forEach((truth, i) => {
        near(matchArms(opened, i + 1, unwatched).average, truth);
      });
    }
  });

  it('where ten covariates leave matches far apart, by bias correction', () => {
    const adjustment = Array.from({ length: 10 }, (_, k) => `x${k}`);
    const table = manyConfounders(2000, 10, 6);
    near(average(table, { adjustment }), 1);
    const { estimate, stdError } = average(table, { adjustment }, { biasCorrection: false });
    expect((estimate - 1) / stdError).toBeGreaterThan(3);
  });
});

describe('an effect by matching', () => {
  it('says whom the caliper left out, and balances what it matched', () => {
    const parameters = parametersOf({
      adjustment: ['x', 'z', 'shop'],
      estimand: 'att',
      estimator: { kind: 'matching', options: { caliper: 0.3 } },
      folds: 3,
    });
    const { table } = confounded(400, 7);
    const result = estimateEffect({ table, texts: [], parameters }, unwatched);
    const warning = result.warnings.find((text) => text.includes('caliper')) ?? '';
    expect(warning).toMatch(
      /^\d+ rows \(.*%\) of those that the effect of "1" is about had no match within the caliper/,
    );
    expect(result.estimandSentence).toMatch(/For "1" these are only the [0-9,]+ rows that have a match;/);
    expect(result.estimandSentence).toContain(`nothing about the other ${warning.split(' ')[0]}.`);
    const x = result.balance.find(({ covariate }) => covariate === 'x');
    expect(Math.abs(x?.after ?? 1)).toBeLessThan(0.2 * Math.abs(x?.before ?? 0));
  });
});

describe('what matching cannot do is said', () => {
  const { table } = confounded(100, 1);
  it('all at once', () => {
    const options = { on: 'scores', neighbours: 1.5, exact: 'shops', replacement: false };
    expect(problems(table, { adjustment: ['shop', 'x'] }, options)).toEqual([
      'CS6051 `on` is one of "covariates", "propensity", not "scores".',
      'CS6051 `neighbours` is a whole number, not 1.5.',
      'CS6051 Without replacement the matches of one arm are used up before everyone has one: ask for the ATT or the ATC, or match with replacement.',
      'CS6052 Matches cannot be exact in "shops", which is not adjusted for; did you mean "shop"?',
    ]);
  });

  it('with nothing to match on, and with nobody within reach', () => {
    expect(problems(table, {}, {})[0]).toMatch(/^CS6051 Matching has nothing to match on/);
    expect(problems(table, { adjustment: ['x'] }, { caliper: 1e-9 })).toEqual([
      'CS6053 No row has a match for treatment = 1 against 0: widen the caliper, or ask for fewer exact columns.',
    ]);
  });
});

const lalonde = sharedData('lalonde/smith_todd.csv');
/**
 * The 445 men of Dehejia and Wahba (1999), matched on the propensity of the example of R's package Matching (Sekhon 2011). The number is
 * that of statsmodels (the propensity) and numpy (every pair), equal distances sharing the weight.
 */
describe.skipIf(!lalonde)('the experiment of LaLonde', () => {
  const names = ['age', 'educ', 'black', 'hisp', 'married', 'nodegree', 're74', 're75'];
  const table = (): Table => {
    const read = readTable(lalonde ?? '', ({ sample, dwincl }) => sample === '1' && dwincl === '1');
    const values = (name: string): Float64Array => {
      const column = read.columns.get(name);
      return column?.kind === 'numeric' ? column.values : new Float64Array(0);
    };
    const changed = (name: string, from: string, change: (value: number) => number) =>
      number(name, values(from).map(change));
    return tableOf(
      ...names.map((name) => number(name, values(name))),
      ...['age', 'educ', 're74', 're75'].map((name) => changed(`${name}^2`, name, (v) => v * v)),
      ...['re74', 're75'].map((name) => changed(`no ${name}`, name, (v) => (v === 0 ? 1 : 0))),
      number('treatment', values('treated')),
      number('outcome', values('re78')),
    );
  };

  it('gives the ATT of the peer to its last digit', () => {
    const data = table();
    const adjustment = [...data.columns.keys()].filter((name) => name !== 'treatment' && name !== 'outcome');
    const options = { on: 'propensity', biasCorrection: false };
    const found = average(data, { adjustment, estimand: 'att' }, options);
    expect(found.estimate).toBeCloseTo(2165.2033930810812, 6);
    // The experiment itself says 1794 with a standard error of 671.
    expect(Math.abs(found.estimate - 1794) / found.stdError).toBeLessThan(1);
  });
});
