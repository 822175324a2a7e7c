import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from '../../kernel/src/data/table.js';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import type { Estimand, EstimatorKind } from '../../kernel/src/plan.js';
import type { Contrast, Estimate } from '../../kernel/src/result.js';
import { unwatched } from '../../kernel/src/task.js';
import { confounded, experiment } from '../kernel/effects/simulate.js';
import { category, noise, number, type Parameters, parametersOf, tableOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import { confoundedTruths } from './confounded-truths.js';

/** More than elsewhere: they are cheap, and tell bias and coverage the better. */
const seeds = Number(process.env.SEEDS ?? 600);
const adjusted = { adjustment: ['x', 'z', 'shop'] };
const estimands: readonly Estimand[] = ['ate', 'att', 'atc', 'overlap'];
const measured: string[][] = [];

/** What many samples say of an estimate. */
interface Soundness {
  /** Mean error over the spread of the estimates. */
  readonly bias: number;
  readonly covered: number;
  /** Mean reported error over the spread of the estimates. */
  readonly ratio: number;
  readonly spread: number;
  /** Mean error, in units of the outcome. */
  readonly off: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Judges estimates of one design by the truth and keeps them for the table. */
function judge(name: string, found: readonly Estimate[], truth: number): Soundness {
  const errors = found.map(({ estimate }) => estimate - truth);
  const off = mean(errors);
  const spread = Math.sqrt(mean(errors.map((error) => (error - off) ** 2)));
  const bias = off / spread;
  const covered = mean(found.map(({ interval: [low, high] }) => (truth >= low && truth <= high ? 1 : 0)));
  const ratio = mean(found.map(({ stdError }) => stdError)) / spread;
  measured.push([name, bias.toFixed(2), `${(100 * covered).toFixed(1)} %`, ratio.toFixed(2)]);
  return { bias, covered, ratio, spread, off };
}

/** First contrasts of many samples of a design. */
function contrastsOf(draw: (seed: number) => Table, given: Partial<Parameters>): Contrast[] {
  return Array.from({ length: seeds }, (_, i) => {
    const parameters = parametersOf({ ...given, seed: i + 1 });
    return estimateEffect({ table: draw(i + 1), texts: [], parameters }, unwatched).contrasts[0];
  });
}

/** Coverage of 93 to 97 % and a bias of .1 standard errors, give or take one and a half standard errors of their own: .9 % and .04. */
function expectSound({ bias, covered }: Soundness): void {
  expect(Math.abs(bias)).toBeLessThan(0.1 + 1.5 / Math.sqrt(seeds));
  expect(Math.abs(covered - 0.95)).toBeLessThan(0.02 + 1.5 * Math.sqrt((0.95 * 0.05) / seeds));
}

const by = (kind: EstimatorKind, options: Record<string, number | string | boolean> = {}) => ({
  estimator: { kind, options },
});

/** Five groups, treated in shares from 15 to 75 %: strata of the propensity are the groups. */
const shares = [0.15, 0.3, 0.45, 0.6, 0.75];

function groups(seed: number): Table {
  const { normal, uniform } = noise(seed);
  const own = Array.from({ length: 1000 }, () => Math.floor(5 * uniform()));
  const treatment = own.map((g) => (uniform() < shares[g] ? 1 : 0));
  const outcome = own.map((g, i) => g * g + treatment[i] * (1 + g) + normal());
  return tableOf(
    category(
      'group',
      own.map((g) => `g${g}`),
    ),
    number('treatment', treatment),
    number('outcome', outcome),
  );
}

function groupsTruth(estimand: Estimand): number {
  const weight = {
    ate: () => 1,
    att: (p: number) => p,
    atc: (p: number) => 1 - p,
    overlap: (p: number) => p * (1 - p),
  };
  const total = shares.reduce((sum, p) => sum + weight[estimand](p), 0);
  return shares.reduce((sum, p, g) => sum + weight[estimand](p) * (1 + g), 0) / total;
}

/** An experiment that treats one in eight, in which the covariate means the opposite in each arm. */
function lopsided(seed: number): Table {
  const { normal, uniform } = noise(seed);
  const x = Array.from({ length: 400 }, normal);
  const treatment = x.map(() => (uniform() < 0.125 ? 1 : 0));
  const outcome = x.map((value, i) => (treatment[i] === 1 ? 1 - value : 2 * value) + normal());
  return tableOf(number('x', x), number('treatment', treatment), number('outcome', outcome));
}

/** Propensities that all but decide the arm far from the middle; the effect is 1 for everyone. */
function steep(seed: number): Table {
  const { normal, uniform } = noise(seed);
  const x = Array.from({ length: 1500 }, normal);
  const treatment = x.map((value) => (uniform() < 1 / (1 + Math.exp(-2.5 * value)) ? 1 : 0));
  const outcome = x.map((value, i) => 2 * value + treatment[i] + normal());
  return tableOf(number('x', x), number('treatment', treatment), number('outcome', outcome));
}

/** A yes-or-no outcome in 20 % of the baseline and 26 % of the arm. */
function clicks(seed: number): Table {
  const { uniform } = noise(seed);
  const treatment = Array.from({ length: 1000 }, () => (uniform() < 0.4 ? 1 : 0));
  const outcome = treatment.map((t) => (uniform() < (t === 1 ? 0.26 : 0.2) ? 1 : 0));
  return tableOf(number('treatment', treatment), number('outcome', outcome));
}

describe(`over ${seeds} seeds`, () => {
  const truths = confoundedTruths();

  afterAll(() =>
    writeResults('average-effects.md', {
      title: 'Averages of effects whose truth is known',
      command: 'npm run test:slow -- average-effects',
      note: `${seeds} seeds each, 95 % intervals: mean error over the spread of the estimates, share of intervals that hold the truth, and mean reported standard error over the spread of the estimates. Five strata leave about a tenth of the confounding (Cochran 1968) by design.`,
      columns: ['what', 'bias (standard errors)', 'coverage', 'reported error / true error'],
      rows: measured,
    }),
  );

  it.each(estimands)('weighting has sound intervals (%s)', (estimand) => {
    const draw = (seed: number) => confounded(2000, seed, 1).table;
    const found = contrastsOf(draw, { ...adjusted, estimand, ...by('ipw') });
    expectSound(judge(`IPW, ${estimand}, confounded, 2,000 rows`, found, truths[estimand]));
  });

  it('weighting without stabilising has sound intervals', () => {
    const draw = (seed: number) => confounded(2000, seed, 1).table;
    const found = contrastsOf(draw, { ...adjusted, ...by('ipw', { stabilised: false }) });
    expectSound(judge('IPW not stabilised, ate, confounded, 2,000 rows', found, truths.ate));
  });

  it.each(estimands)('strata within which the arms are alike have sound intervals (%s)', (estimand) => {
    const found = contrastsOf(groups, { adjustment: ['group'], estimand, ...by('stratification') });
    expectSound(judge(`stratification, ${estimand}, five groups, 1,000 rows`, found, groupsTruth(estimand)));
  });

  it('more strata leave less of the confounding, and the errors stay true', () => {
    const draw = (seed: number) => confounded(2000, seed, 1).table;
    const few = judge(
      'stratification, 5 strata, ate, confounded, 2,000 rows',
      contrastsOf(draw, { ...adjusted, ...by('stratification', { strata: 5 }) }),
      1,
    );
    const many = judge(
      'stratification, 40 strata, ate, confounded, 2,000 rows',
      contrastsOf(draw, { ...adjusted, ...by('stratification', { strata: 40 }) }),
      1,
    );
    expect(Math.abs(many.off)).toBeLessThan(0.25 * Math.abs(few.off));
    for (const { ratio } of [few, many]) expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
  });

  it('adjusted experiments have sound intervals and are no less precise than the difference in means', () => {
    const designs: [string, (seed: number) => Table, Partial<Parameters>][] = [
      ['experiment of 200', (seed) => experiment(200, seed), { arms: ['none', 'a', 'b'] }],
      ['1 in 8 treated, slopes opposed, 400 rows', lopsided, {}],
    ];
    for (const [name, draw, given] of designs) {
      const [plain, lin, cuped] = (['difference in means', 'lin', 'cuped'] as const).map((kind) =>
        judge(`${kind}, ${name}`, contrastsOf(draw, { ...given, adjustment: ['x'], ...by(kind) }), 1),
      );
      for (const each of [plain, lin, cuped]) expectSound(each);
      // Spreads of 600 estimates have errors of 3 %.
      expect(lin.spread).toBeLessThan(1.05 * plain.spread);
      expect(cuped.spread).toBeLessThan(1.05 * plain.spread);
    }
  });

  it('trimming by the rule has sound intervals where weighting everyone has not the overlap for them', () => {
    const given = { adjustment: ['x'], ...by('ipw', { trim: 'optimal' }) };
    const trimmed = judge('IPW trimmed, steep propensities, 1,500 rows', contrastsOf(steep, given), 1);
    const whole = judge(
      'IPW not trimmed, steep propensities, 1,500 rows',
      contrastsOf(steep, { adjustment: ['x'], ...by('ipw') }),
      1,
    );
    expectSound(trimmed);
    expect(trimmed.spread).toBeLessThan(0.7 * whole.spread);
  });

  it('relative effects have sound intervals', () => {
    const found = contrastsOf(clicks, by('difference in means')).map(({ relative, relativeInterval }) => ({
      estimate: relative!,
      stdError: (relativeInterval![1] - relativeInterval![0]) / 3.92,
      interval: relativeInterval!,
    }));
    expectSound(judge('relative effect, experiment of 1,000 with a yes-or-no outcome', found, 0.3));
  });
});
