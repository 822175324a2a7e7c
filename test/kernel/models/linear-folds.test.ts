import { afterAll, describe, expect, it } from 'vitest';
import type { Features } from '../../../kernel/src/data/table.js';
import { fitLinear, predictLinear } from '../../../kernel/src/models/linear.js';
import { fitLinearByFold } from '../../../kernel/src/models/linear-folds.js';
import { unwatched } from '../../../kernel/src/task.js';
import { configureEngine } from '../../../kernel/src/trees/engine/current.js';
import { noise } from '../effects/tables.js';

const n = 4000;
const folds = 4;
const { normal, uniform } = noise(17);
const z = Float64Array.from({ length: n }, normal);
const gap = Float64Array.from({ length: n }, () => (uniform() < 0.1 ? Number.NaN : 50 + 10 * normal()));
const shop = Float64Array.from({ length: n }, () => Math.floor(3 * uniform()));
const features: Features = {
  rows: n,
  list: [
    { name: 'z', source: 'z', kind: 'numeric', values: z },
    { name: 'gap', source: 'gap', kind: 'numeric', values: gap },
    { name: 'shop', source: 'shop', kind: 'categorical', values: shop, levels: ['a', 'b', 'c'] },
  ],
};
const score = z.map((value, i) => value + (Number.isNaN(gap[i]) ? 1 : 0.05 * (gap[i] - 50)) + shop[i] / 2);
const outcomes = {
  // Far from 0, where products lose digits.
  gaussian: score.map((value) => 1e5 + value + normal()),
  binomial: score.map((value) => (uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0)),
};
const problem = {
  folds,
  foldOf: Int8Array.from({ length: n }, (_, i) => (i * 7) % folds),
  use: Uint8Array.from({ length: n }, () => (uniform() < 0.8 ? 1 : 0)),
  weights: Float64Array.from({ length: n }, () => 0.5 + uniform()),
};

afterAll(() => configureEngine({}));

describe.each(['gaussian', 'binomial'] as const)('linear models of all folds at once (%s)', (family) => {
  const y = outcomes[family];
  const spread = family === 'gaussian' ? 1 : 0.3;

  it.each([0.001, 0.3])('are those that are fitted one by one, penalty %d', (l2) => {
    const { means } = fitLinearByFold(features, { ...problem, y, family, l2 }, unwatched);
    for (let fold = 0; fold < folds; fold++) {
      const rows = Int32Array.from(
        [...y.keys()].filter((i) => problem.foldOf[i] !== fold && problem.use[i] === 1),
      );
      const model = fitLinear(features, y, rows, { family, l2, weights: problem.weights }, unwatched);
      const alone = predictLinear(model, features);
      let most = 0;
      for (let i = 0; i < n; i++)
        if (problem.foldOf[i] === fold) most = Math.max(most, Math.abs(alone[i] - means[i]));
      // The unit of the penalty is the spread over all rows here, and over those of the other folds there: squared and of so many rows a
      // twelfth apart at most. By as much a share `l2 / curvature` of an effect of 2 is shrunk more or less, in log odds a curvature and
      // a slope of the probability of about .2 and .25.
      const twelfth = (2 / 12) * (family === 'gaussian' ? l2 : (l2 / 0.2) * 0.25);
      expect(most).toBeLessThan(twelfth + 1e-6);
    }
  });

  it('choose about the penalty that one alone would choose', () => {
    const { l2 } = fitLinearByFold(features, { ...problem, y, family }, unwatched);
    const rows = Int32Array.from(
      [...y.keys()].filter((i) => problem.foldOf[i] !== 0 && problem.use[i] === 1),
    );
    const alone = fitLinear(features, y, rows, { family, weights: problem.weights }, unwatched);
    expect(Math.abs(Math.log(l2 / alone.l2))).toBeLessThan(Math.log(4));
  });

  it('never see the outcomes of their own fold', () => {
    const means = (values: Float64Array): Float64Array =>
      fitLinearByFold(features, { ...problem, y: values, family, l2: 0.01 }, unwatched).means;
    const plain = means(y);
    const other = means(
      y.map((value, i) => (problem.foldOf[i] === 2 ? (family === 'gaussian' ? value + 9 : 1) : value)),
    );
    for (let i = 0; i < n; i++) {
      if (problem.foldOf[i] === 2)
        expect(Math.abs(other[i] - plain[i])).toBeLessThan(family === 'gaussian' ? 1e-8 : 1e-3);
    }
    expect(other.some((value, i) => Math.abs(value - plain[i]) > 0.1 * spread)).toBe(true);
  });

  it('are the same with any number of threads and either kind of loops', () => {
    const script = new URL('../../../dist/tree-worker.mjs', import.meta.url);
    const [first, ...others] = [
      {},
      { threads: 2, script },
      { threads: 3, script },
      { loops: 'plain' as const },
    ].map((options) => {
      configureEngine(options);
      return fitLinearByFold(features, { ...problem, y, family }, unwatched);
    });
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('odd problems', () => {
  it('of one class, of no columns and of classes told apart have an answer', () => {
    const all = { ...problem, family: 'binomial' as const };
    const same = fitLinearByFold(features, { ...all, y: new Float64Array(n) }, unwatched).means;
    expect(Math.max(...same)).toBeLessThan(0.001);
    const none = fitLinearByFold({ rows: n, list: [] }, { ...all, y: outcomes.binomial }, unwatched).means;
    expect(new Set(none).size).toBe(folds);
    const apart = fitLinearByFold(
      features,
      { ...all, y: z.map((value) => (value > 0 ? 1 : 0)) },
      unwatched,
    ).means;
    apart.forEach((mean, i) => {
      if (Math.abs(z[i]) > 0.5) expect(mean > 0.5).toBe(z[i] > 0);
    });
  });
});
