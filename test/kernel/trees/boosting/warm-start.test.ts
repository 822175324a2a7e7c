import { expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import type { BoostingOptions } from '../../../../kernel/src/trees/boosting/options.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { allRows, categorical, features, normals, numeric, uniforms } from '../data.js';

const n = 2000;
const table = (seed: number, words: string) => {
  const [u, noise] = [uniforms(n, seed), normals(n, seed + 1)];
  const cells = Array.from(u, (_, i) => words[(i * 7) % words.length]);
  const x = features(numeric('u', u), numeric('z', noise), categorical('word', cells));
  const mean = u.map((a, i) => Math.sin(6 * a) + (cells[i] === 'a' ? 1 : 0));
  return { x, mean, y: mean.map((m, i) => m + 0.2 * noise[(i * 13) % n]) };
};
const old = table(1, 'abc');
const matrix = binFeatures(old.x);
const boosted = (options: BoostingOptions, y: Float64Array = old.y) =>
  fitBoosting(matrix, y, allRows(n), options, unwatched);

test.each([
  ['squared', { objective: 'squared' }, old.y],
  ['drawing rows and features', { objective: 'squared', rowShare: 0.6, columnShare: 0.7 }, old.y],
  ['softmax', { objective: 'softmax' }, old.y.map((v) => Math.max(0, Math.min(2, Math.round(v + 1))))],
] as [string, BoostingOptions, Float64Array][])(
  'going on from a model is one long fit (%s)',
  (_, options, y) => {
    const whole = boosted({ ...options, rounds: 12 }, y);
    const start = boosted({ ...options, rounds: 5 }, y);
    const resumed = boosted({ ...options, rounds: 7, start }, y);
    const margins = boosted({ ...options, rounds: 7, start, startMargin: predictMargin(start, old.x) }, y);
    expect(predictMargin(resumed, old.x)).toEqual(predictMargin(whole, old.x));
    expect(predictMargin(margins, old.x)).toEqual(predictMargin(whole, old.x));
  },
);

test('new data with other cuts and levels improve what old data taught, and old trees say what they said', () => {
  const later = table(5, 'bcad');
  const start = boosted({ objective: 'squared', rounds: 10 });
  const startMargin = predictMargin(start, later.x);
  const options = { objective: 'squared', rounds: 40, start, startMargin } as const;
  const model = fitBoosting(binFeatures(later.x), later.y, allRows(n), options, unwatched);
  const none = fitBoosting(binFeatures(later.x), later.y, allRows(n), { ...options, rounds: 0 }, unwatched);
  expect(predictMargin(none, later.x)).toEqual(startMargin);
  const error = (margin: Float64Array): number =>
    margin.reduce((s, m, i) => s + (m - later.mean[i]) ** 2, 0) / n;
  expect(error(predictMargin(model, later.x))).toBeLessThan(error(startMargin) / 4);
});

test('a model that does not fit is refused with what to do', () => {
  const start = boosted({ objective: 'squared', rounds: 2 });
  const later = binFeatures(table(5, 'bcad').x);
  const goOn = (options: Partial<BoostingOptions>) => () =>
    fitBoosting(later, old.y, allRows(n), { objective: 'squared', start, ...options }, unwatched);
  expect(goOn({})).toThrow(/give its margins/);
  expect(goOn({ startMargin: new Float64Array(3) })).toThrow(/There are 3 margins .* give 2000/);
  expect(goOn({ objective: 'huber' })).toThrow(/fitted as squared .* not as huber/);
  expect(goOn({})).toThrow(InputError);
});
