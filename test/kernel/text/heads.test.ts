import { describe, expect, test } from 'vitest';
import { createTask, unwatched } from '../../../kernel/src/task.js';
import { fitHead, scoreHead } from '../../../kernel/src/text/heads.js';
import { textDesign } from '../../../kernel/src/text/text-design.js';
import { correlation, nestedScore, plantTexts, rSquared } from './planted.js';

const planted = plantTexts(600, 3000, 40, 7);
const { design, codes, everyRow } = {
  ...planted,
  codes: planted.design.codes,
  everyRow: new Uint8Array(3000).fill(1),
};
const allRows = Int32Array.from(codes.keys());
const ownFold = (scores: readonly Float64Array[]) =>
  Float64Array.from(planted.foldOf, (fold, row) => scores[fold][row]);

describe('heads', () => {
  test('find a direction across all axes and a word, out of fold', () => {
    const noise = planted.noise();
    const truth = Float64Array.from(codes, (text) => planted.oblique[text] + 2 * planted.keyword[text]);
    const y = truth.map((signal, row) => signal + noise[row]);
    const scores = nestedScore(design, y, everyRow, planted.foldOf, 5, { seed: 1 }, unwatched);
    expect(rSquared(ownFold(scores), truth)).toBeGreaterThan(0.85);
    for (const signal of [planted.oblique, planted.keyword.map((has) => 2 * has)]) {
      const alone = Float64Array.from(codes, (text) => signal[text]);
      const head = fitHead(
        design,
        allRows,
        alone.map((s, row) => s + noise[row]),
        { seed: 1 },
        unwatched,
      );
      expect(correlation(scoreHead(design, head), signal)).toBeGreaterThan(0.9);
    }
  });

  test('give a linear probability for a yes or no', () => {
    const noise = planted.noise();
    const y = Float64Array.from(codes, (text, row) => (planted.oblique[text] + noise[row] > 0 ? 1 : 0));
    const scores = scoreHead(design, fitHead(design, allRows, y, { seed: 1 }, unwatched));
    expect(correlation(scores, planted.oblique)).toBeGreaterThan(0.9);
    const mean = codes.reduce((sum, text) => sum + scores[text], 0) / codes.length;
    expect(mean).toBeCloseTo(y.reduce((sum, v) => sum + v, 0) / y.length, 3);
  });

  test('score new texts with the words they learnt, after JSON too', () => {
    const y = Float64Array.from(codes, (text) => planted.keyword[text]);
    const head = JSON.parse(JSON.stringify(fitHead(design, allRows, y, { seed: 1 }, unwatched)));
    const distinct = ['w1 w2 keyword w3', 'w1 w2 w9 w3', ''];
    const column = { kind: 'text', name: 'new', type: 'text', codes: new Int32Array(3), distinct } as const;
    const scores = scoreHead(textDesign('new', column, new Float32Array(3 * 40), 40), head);
    expect(scores[0] - scores[1]).toBeGreaterThan(0.4);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(() => scoreHead(textDesign('new', column, new Float32Array(6), 2), head)).toThrow(
      'of 40 numbers, not 2',
    );
  });

  test('know nothing of rows without text or without y, and say so of a y that does not vary', () => {
    const some = { ...design, codes: codes.map((code, row) => (row % 3 === 0 ? -1 : code)) };
    const y = planted.noise();
    const spoilt = y.map((v, row) => (row % 3 === 0 ? 1e9 : v));
    expect(fitHead(some, allRows, spoilt, { seed: 1 }, unwatched)).toEqual(
      fitHead(some, allRows, y, { seed: 1 }, unwatched),
    );
    const missing = y.map((v, row) => (row % 3 === 0 ? Number.NaN : v));
    expect(fitHead(design, allRows, missing, { seed: 1 }, unwatched).mean).not.toBeNaN();
    const flat = fitHead(design, allRows, new Float64Array(3000).fill(2), { seed: 1 }, unwatched);
    expect(flat).toMatchObject({ mean: 2, intercept: 2, l2: null });
    expect(scoreHead(design, flat).every((score) => score === 2)).toBe(true);
    expect(fitHead(design, new Int32Array(0), y, { seed: 1 }, unwatched).mean).toBeNaN();
  });
});

describe('nestedScores', () => {
  test('learn nothing from noise that shows out of fold, though a head shows plenty in fold', () => {
    const y = planted.noise();
    const inFold = scoreHead(design, fitHead(design, allRows, y, { l2: 0.003, seed: 1 }, unwatched));
    expect(
      correlation(
        Float64Array.from(codes, (text) => inFold[text]),
        y,
      ),
    ).toBeGreaterThan(0.3);
    const scores = nestedScore(design, y, everyRow, planted.foldOf, 5, { l2: 0.003, seed: 1 }, unwatched);
    expect(Math.abs(correlation(ownFold(scores), y))).toBeLessThan(0.06);
    for (const fold of [0, 1, 2, 3, 4]) expect(Math.abs(correlation(scores[fold], y))).toBeLessThan(0.06);
  });

  test('never see the fold they score, nor the fold their set leaves out: not one bit changes', () => {
    const y = planted.noise();
    const before = nestedScore(design, y, everyRow, planted.foldOf, 5, { seed: 1 }, unwatched);
    const [j, k] = [1, 3];
    const changed = y.map((v, row) =>
      planted.foldOf[row] === j || planted.foldOf[row] === k ? 1000 - v : v,
    );
    const after = nestedScore(design, changed, everyRow, planted.foldOf, 5, { seed: 1 }, unwatched);
    const rowsOf = (fold: number, scores: Float64Array) =>
      scores.filter((_, row) => planted.foldOf[row] === fold);
    expect(rowsOf(j, after[k])).toEqual(rowsOf(j, before[k]));
    expect(rowsOf(k, after[j])).toEqual(rowsOf(k, before[j]));
    expect(rowsOf(0, after[k])).not.toEqual(rowsOf(0, before[k]));
  });

  test('learn from the rows they may use alone, and score all rows that have a text', () => {
    const y = planted.noise();
    const use = everyRow.map((_, row) => (row % 2 === 0 ? 1 : 0));
    const some = { ...design, codes: codes.map((code, row) => (row < 10 ? -1 : code)) };
    const spoilt = y.map((v, row) => (use[row] === 1 ? v : Number.POSITIVE_INFINITY));
    const scores = nestedScore(some, y, use, planted.foldOf, 5, { seed: 1 }, unwatched);
    expect(nestedScore(some, spoilt, use, planted.foldOf, 5, { seed: 1 }, unwatched)).toEqual(scores);
    for (const set of scores) expect(set.findIndex((score) => !Number.isNaN(score))).toBe(10);
    expect(scores.flatMap((set) => [...set.subarray(10)]).some(Number.isNaN)).toBe(false);
  });

  test('need three folds, and report how far they are', () => {
    const y = planted.noise();
    expect(() => nestedScore(design, y, everyRow, planted.foldOf, 2, { seed: 1 }, unwatched)).toThrow(
      '3 folds',
    );
    const seen: number[] = [];
    nestedScore(
      design,
      y,
      everyRow,
      planted.foldOf,
      5,
      { l2: 0.1, seed: 1 },
      createTask(undefined, (f) => seen.push(f)),
    );
    expect(seen).toHaveLength(15);
    expect(seen.at(-1)).toBe(1);
  });
});
