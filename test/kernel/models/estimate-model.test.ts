import { describe, expect, test } from 'vitest';
import { estimateModel, type TableModelRequest } from '../../../kernel/src/models/estimate-model.js';
import { explainModel, predictModel } from '../../../kernel/src/models/fitted-model.js';
import { checkInputs, modelFeatures } from '../../../kernel/src/models/model-inputs.js';
import type { LearnerKind } from '../../../kernel/src/plan.js';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { boolean, category, number, tableOf } from '../effects/tables.js';
import { plantTexts } from '../text/planted.js';
import { allRows, uniforms } from '../trees/data.js';

const n = 1200;
const { design } = plantTexts(300, n, 16, 1, 300);
const { oblique, keyword } = plantTexts(300, n, 16, 1, 300);
const tenure = uniforms(n, 2);
const signal = Float64Array.from(design.codes, (code, i) => oblique[code] + keyword[code] + tenure[i] - 0.8);
const chance = signal.map((s) => 1 / (1 + Math.exp(-2 * s)));
const bought = uniforms(n, 3).map((u, i) => (u < chance[i] ? 1 : 0));
const coin = uniforms(n, 4).map((u) => (u < 0.5 ? 1 : 0));
const table = {
  ...tableOf(
    number('tenure', tenure),
    category(
      'plan',
      Array.from(tenure, (t) => (t < 0.5 ? 'basic' : 'gold')),
    ),
    boolean('bought', bought),
    boolean('coin', coin),
  ),
  heldOut: Uint8Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 1 : 0)),
};

const request = (outcome: string, kind: LearnerKind, texts = true): TableModelRequest => ({
  name: 'will_buy',
  table,
  texts: texts ? [design] : [],
  parameters: {
    outcome,
    features: ['tenure', 'plan'],
    texts: texts ? [{ name: 'browsed', column: 'history', step: 'encode:browsed' }] : [],
    learner: { kind, options: {} },
    folds: 5,
    seed: 1,
  },
});

describe('a model of a table with a text', () => {
  const estimate = estimateModel(request('bought', 'boosted trees'), unwatched);
  const auc = (of: typeof estimate): number => of.metrics[0].metrics[0].value;

  test('learns from the text what the columns do not say', () => {
    const without = estimateModel(request('bought', 'boosted trees', false), unwatched);
    expect(auc(estimate)).toBeGreaterThan(0.78);
    expect(auc(estimate)).toBeGreaterThan(auc(without) + 0.1);
    expect(estimate.attribution.sources[0].source).toBe('browsed');
  });

  test('scores and explains later rows from the columns and the text alone', () => {
    const features = modelFeatures(estimate.inputs, table, [design]);
    const predicted = predictModel(estimate.fitted, features);
    table.heldOut.forEach((held, row) => {
      if (held) expect(predicted[row]).toBe(estimate.outOfSample[row]);
    });
    const { sources, base, values } = explainModel(estimate.fitted, features, Int32Array.of(7), unwatched);
    expect(sources).toEqual(['tenure', 'plan', 'browsed']);
    const odds = values.reduce((sum, value) => sum + value, base);
    expect(1 / (1 + Math.exp(-odds))).toBeCloseTo(predicted[7], 10);
  });

  test('finds nothing in a coin, in cross-validation either', () => {
    const tossed = request('coin', 'boosted trees');
    const crossed = estimateModel({ ...tossed, table: { ...table, heldOut: undefined } }, unwatched);
    expect(crossed.metrics[0].split).toBe('cross-validated');
    expect(crossed.metrics[0].metrics[0].interval[0]).toBeLessThan(0.5);
    expect(auc(crossed)).toBeLessThan(0.54);
  });

  test('its inputs survive storing as plain values and are refused when damaged', () => {
    const stored: unknown = JSON.parse(JSON.stringify(estimate.inputs));
    expect(modelFeatures(checkInputs(stored), table, [design])).toEqual(
      modelFeatures(estimate.inputs, table, [design]),
    );
    expect(() => checkInputs({ columns: ['tenure'], texts: [{ name: 'browsed', head: null }] })).toThrow(
      InputError,
    );
  });

  test('refuses two folds: nested scores would have nothing left to learn from', () => {
    const asked = request('bought', 'linear');
    const parameters = { ...asked.parameters, folds: 2 };
    expect(() => estimateModel({ ...asked, parameters }, unwatched)).toThrow(/from 3 to 20, not 2/);
  });

  test('names the row of the file that an infinite outcome stands in', () => {
    const kept = tableOf(number('spend', [3, 1, Number.POSITIVE_INFINITY]), number('tenure', [1, 2, 3]));
    const asked = request('spend', 'linear', false);
    const parameters = { ...asked.parameters, features: ['tenure'] };
    const later = { ...kept, sourceRow: Int32Array.of(5, 8, 9) };
    expect(() => estimateModel({ ...asked, parameters, table: later }, unwatched)).toThrow(/in row 9;/);
  });

  test('refuses an outcome that is not there', () => {
    expect(() => estimateModel(request('spend', 'linear', false), unwatched)).toThrow(/no column "spend"/);
  });
});

test('rows of a unit are never on both sides: what only the unit says is not learned', () => {
  // Eight rows a unit with an outcome of the unit's own, and a column by which it is recognised.
  const person = Array.from({ length: 800 }, (_, row) => row % 100);
  const own = uniforms(100, 9);
  const repeated = tableOf(
    number('person', person),
    number(
      'height',
      person.map((id) => own[id]),
    ),
    boolean(
      'liked',
      Float64Array.from(person, (id) => ((id * 37) % 100 < 50 ? 1 : 0)),
    ),
  );
  const asked = request('liked', 'boosted trees', false);
  const parameters = { ...asked.parameters, features: ['height'] };
  const aucBy = (unit?: string): number =>
    estimateModel({ ...asked, table: repeated, parameters, unit }, unwatched).metrics[0].metrics[0].value;
  expect(aucBy()).toBeGreaterThan(0.95);
  expect(aucBy('person')).toBeLessThan(0.65);
});

test('a forest says the probability of which value it predicts', () => {
  const asked = request('bought', 'forest', false);
  const parameters = { ...asked.parameters, learner: { kind: 'forest', options: { trees: 50 } } } as const;
  const { fitted, attribution } = estimateModel({ ...asked, parameters }, unwatched);
  expect(attribution.of).toBe('probability that bought is true');
  expect(attribution.rows).toBe(960);
  const { predictions } = explainModel(
    fitted,
    modelFeatures({ columns: ['tenure', 'plan'], texts: [] }, table, []),
    allRows(20),
    unwatched,
  );
  expect(predictions.every((p) => p >= 0 && p <= 1)).toBe(true);
});
