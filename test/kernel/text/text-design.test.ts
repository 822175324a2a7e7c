import { expect, test } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { fitHead, scoreHead } from '../../../kernel/src/text/heads.js';
import { textDesign } from '../../../kernel/src/text/text-design.js';
import { nestedScore } from './planted.js';

const column = (codes: readonly number[], distinct: readonly string[]) =>
  ({ kind: 'text', name: 'review', type: 'text', codes: Int32Array.from(codes), distinct }) as const;

test('holds every distinct text once, with its rows', () => {
  const texts = ['a lamp', 'a battery', 'lamp and battery'];
  const design = textDesign('review', column([0, 2, -1, 0], texts), new Float32Array(6), 2);
  expect(design).toMatchObject({ name: 'review', rows: 4, distinct: 3, dimensions: 2 });
  expect(design.vectorizer.terms).toEqual(['a', 'battery', 'lamp']);
  expect(design.ngrams.rows).toBe(3);
  expect(() => textDesign('review', column([0], texts), new Float32Array(5), 2)).toThrow(
    '5 numbers are not 3 x 2',
  );
});

test('keeps the columns of an earlier design where asked', () => {
  const first = textDesign('review', column([0, 1], ['red lamp', 'red lamp too']), new Float32Array(4), 2);
  const options = { vectorizer: first.vectorizer };
  const second = textDesign('review', column([0], ['a red thing']), new Float32Array(2), 2, options);
  expect(second.vectorizer.id).toBe(first.vectorizer.id);
  expect(second.ngrams.columns).toBe(first.ngrams.columns);
});

test.each([
  ['no text at all', [-1, -1, -1, -1, -1, -1], []],
  ['one and the same text', [0, 0, 0, 0, 0, 0], ['lamp']],
  ['empty texts', [0, 0, 1, 1, 0, -1], ['', ' ']],
  ['one text a row', [0, 1, 2, 3, 4, 5], ['a', 'b', 'c', 'd', 'e', 'f']],
] as const)('heads live with %s', (_, codes, distinct) => {
  const embedding = Float32Array.from({ length: 2 * distinct.length }, (_, i) => Math.sin(i));
  const design = textDesign('review', column(codes, distinct), embedding, 2);
  const y = Float64Array.from([0, 1, 1, 0, 1, 0]);
  const scores = scoreHead(design, fitHead(design, Int32Array.from(y.keys()), y, { seed: 1 }, unwatched));
  expect(scores).toHaveLength(distinct.length);
  expect(scores.every(Number.isFinite)).toBe(true);
  const folds = Int8Array.from([0, 1, 2, 0, 1, 2]);
  const nested = nestedScore(design, y, new Uint8Array(6).fill(1), folds, 3, { seed: 1 }, unwatched);
  for (const set of nested) {
    expect([...set].map(Number.isNaN)).toEqual(codes.map((code) => code < 0));
  }
});

test('stops when asked to', () => {
  const flag = Int32Array.of(1);
  const build = () =>
    textDesign('review', column([0], ['lamp']), new Float32Array(2), 2, {}, createTask(flag));
  expect(build).toThrow(Cancelled);
});
