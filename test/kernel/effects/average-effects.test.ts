import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { aipw } from '../../../kernel/src/effects/estimators/aipw.js';
import { differenceInMeans } from '../../../kernel/src/effects/estimators/difference-in-means.js';
import { doublyRobustScores } from '../../../kernel/src/effects/estimators/doubly-robust.js';
import { ipw, weightedScores } from '../../../kernel/src/effects/estimators/ipw.js';
import { optimalBounds } from '../../../kernel/src/effects/estimators/optimal-bounds.js';
import type { Scores } from '../../../kernel/src/effects/estimators/scores.js';
import { stratification, stratifiedScores } from '../../../kernel/src/effects/estimators/stratification.js';
import { targetedNuisances, tmle } from '../../../kernel/src/effects/estimators/tmle.js';
import { numberNeeded } from '../../../kernel/src/effects/inference/number-needed.js';
import { ratioEstimate } from '../../../kernel/src/effects/inference/ratio-estimate.js';
import { relativeInterval } from '../../../kernel/src/effects/inference/relative-interval.js';
import type { Sample } from '../../../kernel/src/effects/sample/sample.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import type { Estimand, EstimatorKind } from '../../../kernel/src/plan.js';
import { unwatched } from '../../../kernel/src/task.js';
import { confounded, experiment } from './simulate.js';
import { noise, number, type Parameters, parametersOf, tableOf } from './tables.js';

const estimands: readonly Estimand[] = ['ate', 'att', 'atc', 'overlap'];

const estimate = (table: ReturnType<typeof tableOf>, given: Partial<Parameters>) =>
  estimateEffect({ table, texts: [], parameters: parametersOf(given) }, unwatched);

const by = (kind: EstimatorKind, options: Record<string, number | string | boolean> = {}) => ({
  estimator: { kind, options },
});

function sampleOf(arm: readonly number[], outcome: readonly number[]): Sample {
  return {
    rows: Int32Array.from(arm.keys()),
    arms: ['none', 'mail'],
    arm: Int32Array.from(arm),
    outcome: Float64Array.from(outcome),
    binary: false,
    counts: [0, 1].map((a) => arm.filter((own) => own === a).length),
    warnings: [],
  };
}

const averageOf = ({ effect, population }: Scores) => ratioEstimate(effect, population, 0.95);
const pairs = (e: readonly number[]) => [Float64Array.from(e, (p) => 1 - p), Float64Array.from(e)];

const arm = [0, 0, 0, 1, 1, 1, 0, 1];
const outcome = [1, 2, 4, 3, 7, 5, 2, 9];
const e = [0.2, 0.4, 0.6, 0.3, 0.5, 0.8, 0.25, 0.7];
const mu = [Float64Array.from([1, 2, 3, 2, 4, 3, 1, 5]), Float64Array.from([2, 4, 5, 3, 6, 6, 3, 8])];

describe('estimands', () => {
  it('of the untreated are those of the treated with the arms exchanged', () => {
    const nuisances = { propensity: pairs(e), outcome: mu };
    const exchanged = {
      propensity: [...nuisances.propensity].reverse(),
      outcome: [...mu].reverse(),
    };
    const other = sampleOf(
      arm.map((a) => 1 - a),
      outcome,
    );
    const atc = averageOf(doublyRobustScores(sampleOf(arm, outcome), nuisances, 1, 'atc'));
    const att = averageOf(doublyRobustScores(other, exchanged, 1, 'att'));
    expect(atc.estimate).toBeCloseTo(-att.estimate, 12);
    expect(atc.stdError).toBeCloseTo(att.stdError, 12);
  });

  it('of the overlap population weigh rows by (W - e)^2 and residuals by the propensity of the other arm', () => {
    const { effect, population } = doublyRobustScores(
      sampleOf(arm, outcome),
      { propensity: pairs(e), outcome: mu },
      1,
      'overlap',
    );
    arm.forEach((w, i) => {
      expect(population[i]).toBeCloseTo((w - e[i]) ** 2, 12);
    });
    // By hand, with each arm's weights scaled to the size of the population and its mean residual added to the regression.
    const size = arm.reduce((sum, w, i) => sum + (w - e[i]) ** 2, 0);
    const mean = (own: number) => {
      const rows = arm.flatMap((w, i) => (w === own ? [i] : []));
      const weight = (i: number) => (own === 1 ? 1 - e[i] : e[i]);
      const total = rows.reduce((sum, i) => sum + weight(i), 0);
      const residual = rows.reduce((sum, i) => sum + weight(i) * (outcome[i] - mu[own][i]), 0) / total;
      return arm.reduce((sum, w, i) => sum + (w - e[i]) ** 2 * (mu[own][i] + residual), 0) / size;
    };
    expect(averageOf({ effect, population }).estimate).toBeCloseTo(mean(1) - mean(0), 12);
  });

  it('are the same in a difference in means, and say whom they are about', () => {
    const table = tableOf(number('treatment', arm), number('outcome', outcome));
    const means = differenceInMeans(sampleOf(arm, outcome), 1);
    const words = {
      ate: 'had everyone had',
      att: 'as it was',
      atc: 'less outcome as it was',
      overlap: 'e (1 - e)',
    };
    for (const estimand of ['ate', 'att', 'atc', 'overlap'] as const) {
      const found = estimate(table, { estimand, ...by('difference in means') });
      expect(found.contrasts[0].estimate).toBe(means.estimate);
      expect(found.estimandSentence).toContain(words[estimand]);
    }
  });
});

describe('inverse propensity weighting', () => {
  const known = {
    propensity: pairs(e),
    influence: () => new Float64Array(8),
    explained: () => new Float64Array(8),
  };
  const weighted = (weights: readonly number[], own: number) => {
    const rows = arm.flatMap((w, i) => (w === own ? [i] : []));
    const total = rows.reduce((sum, i) => sum + weights[i], 0);
    return rows.reduce((sum, i) => sum + weights[i] * outcome[i], 0) / total;
  };

  it('is the difference of weighted means', () => {
    const odds = e.map((p) => p / (1 - p));
    const weights: Record<Estimand, [number[], number[]]> = {
      ate: [e.map((p) => 1 / (1 - p)), e.map((p) => 1 / p)],
      att: [odds, e.map(() => 1)],
      atc: [e.map(() => 1), odds.map((o) => 1 / o)],
      overlap: [e, e.map((p) => 1 - p)],
    };
    for (const estimand of estimands) {
      const scores = weightedScores(sampleOf(arm, outcome), known, 1, estimand, true);
      const expected = weighted(weights[estimand][1], 1) - weighted(weights[estimand][0], 0);
      expect(averageOf(scores).estimate).toBeCloseTo(expected, 12);
    }
  });

  it('without stabilising divides by the number of rows', () => {
    const scores = weightedScores(sampleOf(arm, outcome), known, 1, 'ate', false);
    const expected =
      arm.reduce((sum, w, i) => sum + (w === 1 ? outcome[i] / e[i] : -outcome[i] / (1 - e[i])), 0) / 8;
    expect(averageOf(scores).estimate).toBeCloseTo(expected, 12);
  });

  it('has the error that its estimates have, for every estimand', () => {
    for (const estimand of estimands) {
      const found = Array.from({ length: 20 }, (_, seed) => {
        const { table } = confounded(800, seed + 500);
        return estimate(table, { adjustment: ['x', 'z', 'shop'], estimand, ...by('ipw'), seed }).contrasts[0];
      });
      const z = found.map(({ estimate: value, stdError }) => (value - 1) / stdError);
      const mean = z.reduce((sum, value) => sum + value, 0) / 20;
      const square = z.reduce((sum, value) => sum + value * value, 0) / 20;
      // A mean of 20 has a standard error of .22, a mean square one of .32.
      expect(Math.abs(mean)).toBeLessThan(0.7);
      expect(square).toBeGreaterThan(0.35);
      expect(square).toBeLessThan(2);
    }
  });
});

describe('stratification', () => {
  const strata = Int32Array.from([0, 0, 1, 0, 0, 1, 1, 1]);

  it("averages differences within strata by the strata's shares", () => {
    // Stratum 0: 1, 2 against 3, 7; stratum 1: 4, 2 against 5, 9.
    const sample = sampleOf(arm, outcome);
    const scores = stratifiedScores(sample, [strata, strata], 1, 'ate');
    expect(averageOf(scores).estimate).toBeCloseTo(0.5 * (5 - 1.5) + 0.5 * (7 - 3), 12);
    // Variance of the mean of 2 within each stratum, and of the two differences over 8 rows.
    const within = (0.25 * (8 + 0.5)) / 2 + (0.25 * (8 + 2)) / 2;
    const between = 0.25 ** 2 / 8;
    expect(averageOf(scores).stdError ** 2).toBeCloseTo(((within + between) * 8) / 7, 12);
  });

  it('takes strata of the treated for the ATT', () => {
    const more = sampleOf([...arm, 1, 1], [...outcome, 6, 8]);
    const wider = Int32Array.from([...strata, 1, 1]);
    const difference = averageOf(stratifiedScores(more, [wider, wider], 1, 'att'));
    expect(difference.estimate).toBeCloseTo((2 / 6) * (5 - 1.5) + (4 / 6) * (7 - 3), 12);
  });

  it('leaves less bias with more strata', () => {
    const { table } = confounded(4000, 3);
    const error = (strata: number) =>
      Math.abs(
        estimate(table, { adjustment: ['x', 'z', 'shop'], ...by('stratification', { strata }) }).contrasts[0]
          .estimate - 1,
      );
    expect(error(5)).toBeLessThan(0.4);
    expect(error(25)).toBeLessThan(error(5) / 2);
  });

  it('cuts more strata of more rows by itself, and says what too few leave', () => {
    const { table } = confounded(4000, 3);
    const found = (options: Record<string, number>) =>
      estimate(table, { adjustment: ['x', 'z', 'shop'], ...by('stratification', options) });
    const [five, own] = [found({ strata: 5 }), found({})];
    expect(five.warnings.join()).toMatch(/standard errors of confounding are left; ask for more strata/);
    expect(five.contrasts[0].interval[0]).toBeGreaterThan(1);
    expect(own.warnings).toEqual([]);
    expect(own.contrasts[0].interval[0]).toBeLessThan(1);
    expect(own.contrasts[0].interval[1]).toBeGreaterThan(1);
  });
});

describe('adjusted experiments', () => {
  const x = [1, 2, 4, 3, 5, 2, 6, 1, 4, 3, 7, 2];
  const w = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1];
  const y = [2, 3, 6, 5, 9, 4, 12, 3, 7, 5, 9, 6];
  const table = tableOf(number('x', x), number('treatment', w), number('outcome', y));
  const line = (own: number) => {
    const rows = w.flatMap((a, i) => (a === own ? [i] : []));
    const n = rows.length;
    const [mx, my] = [x, y].map((values) => rows.reduce((sum, i) => sum + values[i], 0) / n);
    const sxx = rows.reduce((sum, i) => sum + (x[i] - mx) ** 2, 0);
    const sxy = rows.reduce((sum, i) => sum + (x[i] - mx) * (y[i] - my), 0);
    return { rows, n, mx, my, sxx, sxy, slope: sxy / sxx };
  };

  it('by Lin compare the regression lines of the arms at the average row, with HC2 errors', () => {
    const [other, one] = [line(0), line(1)];
    const at = x.reduce((sum, value) => sum + value, 0) / 12;
    const height = ({ mx, my, slope }: typeof one) => my + slope * (at - mx);
    // Each residual weighs 1/n + (at - mean)(x - mean)/sxx in the height, and is divided by 1 - leverage.
    const variance = ({ rows, n, mx, my, sxx, slope }: typeof one) =>
      rows.reduce((sum, i) => {
        const residual = y[i] - my - slope * (x[i] - mx);
        const share = 1 / n + ((at - mx) * (x[i] - mx)) / sxx;
        const leverage = 1 / n + (x[i] - mx) ** 2 / sxx;
        return sum + (share * residual) ** 2 / (1 - leverage);
      }, 0);
    const spread = x.reduce((sum, value) => sum + (value - at) ** 2, 0) / 11;
    const found = estimate(table, { adjustment: ['x'], folds: 3, ...by('lin') }).contrasts[0];
    expect(found.estimate).toBeCloseTo(height(one) - height(other), 10);
    const drawn = ((one.slope - other.slope) ** 2 * spread) / 12;
    expect(found.stdError).toBeCloseTo(Math.sqrt(variance(one) + variance(other) + drawn), 10);
  });

  it('by CUPED take the covariate off with the slope that makes the difference most precise', () => {
    const [other, one] = [line(0), line(1)];
    const part = (key: 'sxx' | 'sxy') =>
      [other, one].reduce((sum, own) => sum + own[key] / own.n / (own.n - 1), 0);
    const theta = part('sxy') / part('sxx');
    const found = estimate(table, { adjustment: ['x'], folds: 3, ...by('cuped') }).contrasts[0];
    expect(found.estimate).toBeCloseTo(one.my - other.my - theta * (one.mx - other.mx), 10);
    const residual = ({ rows, n, mx, my }: typeof one) =>
      rows.reduce((sum, i) => sum + (y[i] - my - theta * (x[i] - mx)) ** 2, 0) / n / (n - 1);
    expect(found.stdError).toBeCloseTo(Math.sqrt(((residual(one) + residual(other)) * 10) / 9), 10);
  });

  it('are more precise than the difference in means, and right, for every arm', () => {
    for (const kind of ['lin', 'cuped'] as const) {
      const found = Array.from({ length: 20 }, (_, seed) =>
        estimate(experiment(400, seed), { arms: ['none', 'a', 'b'], adjustment: ['x'], ...by(kind), seed }),
      );
      [1, 0.5].forEach((truth, i) => {
        const z = found.map(({ contrasts }) => (contrasts[i].estimate - truth) / contrasts[i].stdError);
        expect(Math.abs(z.reduce((sum, value) => sum + value, 0) / 20)).toBeLessThan(0.7);
        expect(z.filter((value) => Math.abs(value) > 1.96).length).toBeLessThanOrEqual(4);
        for (const { contrasts, unadjusted } of found) {
          expect(contrasts[i].stdError).toBeLessThan(unadjusted[i].stdError);
        }
      });
      expect(found[0].estimandSentence).toContain('assigned at random');
    }
  });

  it('say how many rows a regression lacks', () => {
    const few = tableOf(
      ...Array.from({ length: 5 }, (_, c) =>
        number(
          `c${c}`,
          x.map((value, i) => Math.sin(value * (c + 2) + i)),
        ),
      ),
      number('treatment', w),
      number('outcome', y),
    );
    const adjustment = ['c0', 'c1', 'c2', 'c3', 'c4'];
    for (const kind of ['lin', 'cuped'] as const) {
      expect(() => estimate(few, { adjustment, folds: 3, ...by(kind) })).toThrow(/6 rows for/);
    }
  });
});

describe('TMLE', () => {
  it('leaves no weighted residual and stays within the range of the outcome', () => {
    const sample = sampleOf(arm, outcome);
    const targeted = targetedNuisances(sample, { propensity: pairs(e), outcome: mu }, 1, 'ate');
    const left = (own: number) =>
      arm.reduce((sum, w, i) => {
        const p = own === 1 ? e[i] : 1 - e[i];
        return w === own ? sum + (outcome[i] - targeted.outcome[own][i]) / p : sum;
      }, 0);
    expect(left(0)).toBeCloseTo(0, 8);
    expect(left(1)).toBeCloseTo(0, 8);
    for (const value of [...targeted.outcome[0], ...targeted.outcome[1]]) {
      expect(value).toBeGreaterThanOrEqual(1);
      expect(value).toBeLessThanOrEqual(9);
    }
    // The estimate is the plain average of the moved regressions.
    const plain = arm.reduce((sum, _, i) => sum + targeted.outcome[1][i] - targeted.outcome[0][i], 0) / 8;
    expect(averageOf(doublyRobustScores(sample, targeted, 1, 'ate')).estimate).toBeCloseTo(plain, 8);
  });

  it('finds the effects that AIPW finds', () => {
    const { table, ate } = confounded(300, 21);
    const parameters = parametersOf({ adjustment: ['x', 'z', 'shop'] });
    const study = openStudy({ table, texts: [], parameters }, unwatched);
    const [one, other] = [tmle, aipw].map((estimator) =>
      averageOf(estimator.estimate(study, 1, unwatched).scores),
    );
    expect(Math.abs(one.estimate - ate) / one.stdError).toBeLessThan(3);
    expect(Math.abs(one.estimate - other.estimate) / other.stdError).toBeLessThan(0.5);
  });
});

describe('every estimator', () => {
  it('compares each of several arms with the baseline', () => {
    const { normal, uniform } = noise(12);
    const x = Array.from({ length: 900 }, normal);
    const arms = x.map((value) => {
      const odds = [1, Math.exp(0.8 * value), Math.exp(-0.6 * value)];
      const u = uniform() * (odds[0] + odds[1] + odds[2]);
      return u < odds[0] ? 0 : u < odds[0] + odds[1] ? 1 : 2;
    });
    const y = x.map((value, i) => 2 * value + [0, 1, 0.5][arms[i]] + normal());
    const table = tableOf(number('x', x), number('treatment', arms), number('outcome', y));
    const request = (estimand: Estimand, strata: number) => ({
      table,
      texts: [],
      parameters: parametersOf({ adjustment: ['x'], estimand, ...by('stratification', { strata }) }),
    });
    const shared = openStudy(request('ate', 20), unwatched);
    shared.nuisances(unwatched);
    for (const estimand of estimands) {
      const study = openStudy(request(estimand, 20), unwatched);
      study.nuisances = (task) => shared.nuisances(task);
      for (const estimator of [ipw, stratification, aipw, tmle]) {
        [1, 0.5].forEach((truth, i) => {
          const found = averageOf(estimator.estimate(study, i + 1, unwatched).scores);
          expect(Math.abs(found.estimate - truth) / found.stdError).toBeLessThan(3.5);
          expect(found.stdError).toBeLessThan(0.2);
        });
      }
    }
  });

  it('that takes sample weights counts a row of weight 2 twice', () => {
    const { normal, uniform } = noise(13);
    const x = Array.from({ length: 400 }, () => Math.floor(3 * uniform()));
    const t = x.map((value) => (uniform() < 0.3 + 0.2 * value ? 1 : 0));
    const y = x.map((value, i) => value + t[i] + normal());
    const weights = x.map(() => (uniform() < 0.3 ? 2 : 1));
    const columns = [number('x', x), number('treatment', t), number('outcome', y)];
    const twice = weights.flatMap((weight, i) => (weight === 2 ? [i, i] : [i]));
    const copied = tableOf(
      number(
        'x',
        twice.map((i) => x[i]),
      ),
      number(
        'treatment',
        twice.map((i) => t[i]),
      ),
      number(
        'outcome',
        twice.map((i) => y[i]),
      ),
    );
    for (const kind of ['ipw', 'stratification', 'lin'] as const) {
      for (const estimand of estimands) {
        const given = { adjustment: ['x'], estimand, ...by(kind) };
        const weighted = estimate(tableOf(...columns, number('size', weights)), {
          ...given,
          weights: 'size',
        });
        expect(weighted.contrasts[0].estimate).toBeCloseTo(estimate(copied, given).contrasts[0].estimate, 6);
      }
    }
  });
});

describe('trimming', () => {
  it('by the rule keeps the rows whose average has the least variance bound', () => {
    const { uniform } = noise(5);
    const propensity = Array.from({ length: 2000 }, () => uniform() ** 3);
    const sample = { arm: Int32Array.from(propensity, (p) => (uniform() < p ? 1 : 0)) };
    const [low, high] = optimalBounds(sample, pairs(propensity), 1, 'att');
    expect(high).toBeCloseTo(1 - low, 12);
    const bound = (from: number) => {
      const kept = propensity.filter((p) => p >= from - 1e-12 && p <= 1 - from + 1e-12);
      return kept.reduce((sum, p) => sum + 1 / (p * (1 - p)), 0) / kept.length ** 2;
    };
    for (let from = 0.001; from < 0.5; from += 0.001)
      expect(bound(low)).toBeLessThanOrEqual(bound(from) + 1e-12);
    // 1 / (low (1 - low)) is twice the mean of what is kept (Crump et al. 2009, theorem 1).
    const kept = propensity.filter((p) => p >= low && p <= high).map((p) => 1 / (p * (1 - p)));
    const mean = kept.reduce((sum, g) => sum + g, 0) / kept.length;
    expect(1 / (low * (1 - low)) / (2 * mean)).toBeCloseTo(1, 1);
  });

  it('leaves an experiment whole', () => {
    const { uniform } = noise(6);
    const half = Array.from({ length: 500 }, () => 0.4 + 0.2 * uniform());
    expect(
      optimalBounds({ arm: Int32Array.from(half, () => (uniform() < 0.5 ? 1 : 0)) }, pairs(half), 1, 'ate'),
    ).toEqual([0, 1]);
  });

  it('changes whom the effect is about, and says so', () => {
    const { normal, uniform } = noise(9);
    const x = Array.from({ length: 1500 }, normal);
    const treatment = x.map((value) => (uniform() < 1 / (1 + Math.exp(-3 * value)) ? 1 : 0));
    const y = x.map((value, i) => value + treatment[i] + normal());
    const table = tableOf(number('x', x), number('treatment', treatment), number('outcome', y));
    const given = { adjustment: ['x'], checks: ['overlap'] } as const;
    const whole = estimate(table, { ...given, ...by('ipw') });
    expect(whole.checks[0].passed).toBe(false);
    expect(whole.checks[0].sentence).toMatch(
      /`trim "optimal"` leaves out rows .* below 0\.\d+ or above 0\.\d+/,
    );
    const trimmed = estimate(table, { ...given, ...by('ipw', { trim: 'optimal' }) });
    expect(trimmed.checks[0].passed).toBe(true);
    expect(trimmed.n).toBeLessThan(1300);
    expect(trimmed.estimandSentence).toMatch(
      /only rows with a propensity of treatment = 1 from 0\.\d+ to 0\.\d+/,
    );
    expect(trimmed.warnings.some((warning) => warning.includes('trimmed for want of overlap'))).toBe(true);
    expect(Math.abs(trimmed.contrasts[0].estimate - 1) / trimmed.contrasts[0].stdError).toBeLessThan(3);
    expect(() => estimate(table, { ...given, ...by('ipw', { trim: 0.499 }) })).toThrow(/Trimming leaves/);
  });
});

describe('what a decision needs', () => {
  it('is a relative effect between the roots of Fieller', () => {
    const effect = { estimate: 2, stdError: 0.5, interval: [2 - 0.98, 2 + 0.98] as const };
    const [low, high] = relativeInterval(effect, { mean: 10, stdError: 0.4 }, -0.16)!;
    for (const r of [low, high]) {
      const variance = 0.25 + 2 * r * 0.16 + r * r * 0.16;
      expect((2 - r * 10) ** 2).toBeCloseTo(1.96 ** 2 * variance, 8);
    }
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.2);
    expect(relativeInterval(effect, { mean: 0.7, stdError: 0.4 }, 0)).toBeNull();
  });

  it('is a number needed to treat with the ends of the effect turned over', () => {
    expect(numberNeeded(0.05, [0.02, 0.1])).toEqual({ estimate: 20, interval: [10, 50], of: 'more' });
    expect(numberNeeded(-0.05, [-0.1, -0.02])).toEqual({ estimate: 20, interval: [10, 50], of: 'fewer' });
    expect(numberNeeded(0.05, [-0.01, 0.11])).toEqual({ estimate: 20, interval: null, of: 'more' });
    expect(numberNeeded(0, [-0.1, 0.1])).toBeNull();
  });

  it('stands in the sentence', () => {
    const arms = Array.from({ length: 1000 }, (_, i) => (i < 500 ? 0 : 1));
    const clear = tableOf(
      number('treatment', arms),
      number(
        'outcome',
        arms.map((a, i) => (i % 10 < (a ? 5 : 2) ? 1 : 0)),
      ),
    );
    const found = estimate(clear, by('difference in means'));
    expect(found.contrasts[0].numberNeeded?.estimate).toBeCloseTo(1 / 0.3, 10);
    expect(found.sentence).toMatch(
      /from 0\.2 without it, which is \+150% \(.*\): one more for every 3\.33 \(.*\) treated/,
    );
    const unclear = tableOf(
      number('treatment', arms),
      number(
        'outcome',
        arms.map((a, i) => (i % 50 < (a ? 11 : 10) ? 1 : 0)),
      ),
    );
    expect(estimate(unclear, by('difference in means')).sentence).toContain(
      'how many to treat for one more or fewer cannot be told',
    );
  });
});
