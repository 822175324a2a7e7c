import { expect, test } from 'vitest';
import { attributeToSources } from '../../../kernel/src/explain/attributions.js';

const features = [{ source: 'age' }, { source: 'browsed' }, { source: 'browsed' }];
const shap = { base: 10, values: Float64Array.of(1, 2, 3, -1, -4, 2) };

test('a text with two scores counts as one source, and nothing is lost', () => {
  const { sources, values, predictions } = attributeToSources('spend', shap, features, 2);
  expect(sources).toEqual(['age', 'browsed']);
  expect([...values]).toEqual([1, 5, -1, -2]);
  expect([...predictions]).toEqual([16, 7]);
});

test('sources are summed up over the rows, the strongest first', () => {
  expect(attributeToSources('spend', shap, features, 2).global).toEqual({
    of: 'spend',
    base: 10,
    rows: 2,
    sources: [
      { source: 'browsed', meanAbsolute: 3.5, meanSigned: 1.5 },
      { source: 'age', meanAbsolute: 1, meanSigned: 0 },
    ],
  });
});

test('without features every row has the base', () => {
  const constant = attributeToSources('spend', { base: 3, values: new Float64Array() }, [], 2);
  expect([...constant.predictions]).toEqual([3, 3]);
  expect(constant.sources).toEqual([]);
});
