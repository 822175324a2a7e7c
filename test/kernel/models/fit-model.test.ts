import { describe, expect, test } from 'vitest';
import type { Features } from '../../../kernel/src/data/table.js';
import { fitModel, type ModelRequest } from '../../../kernel/src/models/fit-model.js';
import {
  decodeModel,
  encodeModel,
  explainModel,
  predictModel,
} from '../../../kernel/src/models/fitted-model.js';
import type { Outcome } from '../../../kernel/src/models/outcome.js';
import type { LearnerKind } from '../../../kernel/src/plan.js';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { allRows, categorical, features, normals, numeric, uniforms } from '../trees/data.js';

const n = 1500;
const [tenure, u, v] = [uniforms(n, 1).map((x) => 10 * x), uniforms(n, 2), uniforms(n, 3)];
const plan = Array.from(u, (x) => (x < 0.05 ? undefined : ['basic', 'gold', 'plus'][Math.floor(x * 3)]));
const x = features(numeric('tenure', tenure), categorical('plan', plan), numeric('noise', normals(n, 4)));
const margin = tenure.map((t, i) => 0.4 * t - 2.5 + (plan[i] === 'gold' ? 2 : 0));
const p = margin.map((m) => 1 / (1 + Math.exp(-m)));
const bought: Outcome = {
  name: 'bought',
  task: 'classification',
  values: p.map((share, i) => (v[i] < share ? 1 : 0)),
  positive: 'true',
};
const spend: Outcome = {
  name: 'spend',
  task: 'regression',
  values: margin.map((m, i) => m + 0.5 * normals(n, 5)[i]),
};
const foldOf = Int8Array.from({ length: n }, (_, i) => i % 5);
const heldOut = Uint8Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 1 : 0));

const request = (kind: LearnerKind, outcome: Outcome, more: Partial<ModelRequest> = {}): ModelRequest => ({
  name: 'will_buy',
  outcome,
  learner: { kind, options: kind === 'forest' ? { trees: 60 } : {} },
  features: x,
  foldOf,
  folds: 5,
  seed: 1,
  ...more,
});
const kinds: LearnerKind[] = ['tree', 'forest', 'boosted trees', 'linear'];

describe.each(kinds)('%s', (kind) => {
  const yes = fitModel(request(kind, bought, { heldOut }), unwatched);
  const amount = fitModel(request(kind, spend, { heldOut }), unwatched);

  test('ranks and calibrates a yes or no on held-out rows', () => {
    const [{ split, n: rows, metrics }] = yes.metrics;
    expect([split, rows, yes.n]).toEqual(['held out', 375, 1125]);
    expect(metrics.map((metric) => metric.name)).toEqual(['AUC', 'log loss', 'Brier', 'calibration error']);
    const value = Object.fromEntries(metrics.map((metric) => [metric.name, metric.value]));
    expect(value.AUC).toBeGreaterThan(0.75);
    expect(value.Brier).toBeLessThan(0.2);
    for (const { value: point, interval } of metrics.slice(0, 3)) {
      expect(interval[0]).toBeLessThan(point);
      expect(interval[1]).toBeGreaterThan(point);
    }
    expect(yes.calibration.reduce((sum, bin) => sum + bin.n, 0)).toBe(375);
    expect(yes.calibration.length).toBe(10);
  });

  test('predicts an amount', () => {
    const r2 = amount.metrics[0].metrics.find((metric) => metric.name === 'R2');
    expect(r2?.value).toBeGreaterThan(0.7);
    expect(amount.calibration).toEqual([]);
  });

  test('its attributions add up to what it predicts, and find what matters', () => {
    const rows = allRows(50);
    for (const { fitted } of [yes, amount]) {
      const { base, values, predictions, sources, of } = explainModel(fitted, x, rows, unwatched);
      const predicted = predictModel(fitted, x);
      for (const row of rows) {
        const sum = values.subarray(row * 3, row * 3 + 3).reduce((a, b) => a + b, base);
        const shown = of.startsWith('log odds') ? 1 / (1 + Math.exp(-sum)) : sum;
        expect(Math.abs(shown - predicted[row])).toBeLessThan(1e-9);
        expect(Math.abs(predictions[row] - sum)).toBeLessThan(1e-9);
      }
      expect(sources).toEqual(['tenure', 'plan', 'noise']);
    }
    expect(yes.attribution.sources[2].source).toBe('noise');
  });

  test('predicts the same once stored and loaded', () => {
    for (const { fitted } of [yes, amount]) {
      expect(predictModel(decodeModel(encodeModel(fitted)), x)).toEqual(predictModel(fitted, x));
    }
    const bytes = encodeModel(yes.fitted);
    bytes[bytes.length - 9] ^= 4;
    expect(() => decodeModel(bytes)).toThrow(InputError);
  });

  test('is the same for the same seed', () => {
    expect(fitModel(request(kind, bought, { heldOut }), unwatched)).toEqual(yes);
  });
});

describe('cross-validation', () => {
  test('measures each row by a model that did not see it, on the features made for its fold', () => {
    const asked: number[] = [];
    const perFold = (fold: number): Features => {
      asked.push(fold);
      return x;
    };
    const estimate = fitModel(request('linear', bought, { perFold }), unwatched);
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    expect(estimate.metrics[0].split).toBe('cross-validated');
    expect(estimate.metrics[0].n).toBe(n);
    expect(estimate.outOfSample.some(Number.isNaN)).toBe(false);
  });

  test('a score that knows the outcome of its own row does not fool it', () => {
    const leaky = features(numeric('text (score)', bought.values, 'text'));
    const honest = features(numeric('text (score)', normals(n, 9), 'text'));
    const estimate = fitModel(
      request('boosted trees', bought, { features: leaky, learning: honest, perFold: () => honest }),
      unwatched,
    );
    const auc = estimate.metrics[0].metrics[0];
    expect(auc.interval[0]).toBeLessThan(0.5);
    expect(auc.value).toBeLessThan(0.55);
  });
});

test('the drawn tree asks in the words of the data', () => {
  const { tree, warnings } = fitModel(request('tree', spend, { heldOut }), unwatched);
  const questions: string[] = [];
  const walk = (node: typeof tree): number => {
    if (!node || node.leaf) return node?.n ?? 0;
    questions.push(node.question);
    expect(walk(node.yes) + walk(node.no)).toBe(node.n);
    return node.n;
  };
  expect(walk(tree)).toBe(1125);
  expect(questions.some((question) => /^tenure < \d/.test(question))).toBe(true);
  expect(questions.some((question) => question === 'plan is gold')).toBe(true);
  expect(warnings).toEqual([]);
});

test('rows without an outcome are left out and said so; too few rows are refused', () => {
  const holes = { ...bought, values: bought.values.map((y, i) => (i % 10 === 0 ? Number.NaN : y)) };
  const estimate = fitModel(request('linear', holes), unwatched);
  expect(estimate.n).toBe(1350);
  expect(estimate.warnings[0]).toContain('150 rows without a value of bought');
  const empty = { ...bought, values: bought.values.map((y, i) => (i > 5 ? Number.NaN : y)) };
  expect(() => fitModel(request('linear', empty), unwatched)).toThrow(InputError);
});

test('held-out rows of one class have no AUC, and the person is told', () => {
  const same = { ...bought, values: bought.values.map((y, i) => (heldOut[i] ? 1 : y)) };
  const estimate = fitModel(request('linear', same, { heldOut }), unwatched);
  expect(estimate.metrics[0].metrics.map((metric) => metric.name)).not.toContain('AUC');
  expect(estimate.warnings.join()).toContain('there is no AUC');
});
