import { describe, expect, it } from 'vitest';
import { createTask, unwatched } from '../../../kernel/src/task.js';
import { fitDirections, nestedDirections, type Response } from '../../../kernel/src/text/directions.js';
import { scoreHead } from '../../../kernel/src/text/heads.js';
import { textFeatures } from '../../../kernel/src/text/text-features.js';
import { correlation, plantTexts } from './planted.js';

const planted = plantTexts(500, 2500, 20, 11);
const { design, foldOf } = planted;
const { codes } = design;
const use = new Uint8Array(codes.length).fill(1);
const noise = planted.noise();
const moreNoise = planted.noise();
const oblique: Response = { y: noise.map((e, row) => e + planted.oblique[codes[row]]), use };
const keyword: Response = { y: moreNoise.map((e, row) => e + 2 * planted.keyword[codes[row]]), use };
const rowsIn = (fold: number) => [...codes.keys()].filter((row) => foldOf[row] === fold);
const perRow = (byText: Float64Array) => Float64Array.from(codes, (text) => byText[text]);

/** Scores of partial least squares with one response, by deflating the matrix itself (Wold 1966). */
function nipals(x: Float64Array[], y: Float64Array, count: number): Float64Array[] {
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  return Array.from({ length: count }, () => {
    const w = x.map((column) => dot(column, y));
    const t = y.map((_, row) => x.reduce((sum, column, j) => sum + w[j] * column[row], 0));
    for (const column of x) {
      const loading = dot(column, t) / dot(t, t);
      column.forEach((_, row) => {
        column[row] -= loading * t[row];
      });
    }
    return t;
  });
}

describe('directions', () => {
  it('are those of partial least squares', () => {
    const features = textFeatures(design);
    const columns = Array.from({ length: features.width }, () => new Float64Array(codes.length));
    codes.forEach((text, row) => {
      for (let j = 0; j < features.dimensions; j++) {
        columns[j][row] = features.dense[text * features.dimensions + j];
      }
      for (let k = features.sparse.start[text]; k < features.sparse.start[text + 1]; k++) {
        columns[features.dimensions + features.sparse.column[k]][row] = features.sparse.value[k];
      }
    });
    for (const column of columns) {
      const mean = column.reduce((a, b) => a + b, 0) / column.length;
      column.forEach((_, row) => {
        column[row] -= mean;
      });
    }
    const mean = oblique.y.reduce((a, b) => a + b, 0) / codes.length;
    const known = nipals(
      columns,
      oblique.y.map((y) => y - mean),
      4,
    );
    const found = fitDirections(design, [oblique], 4, unwatched).map((head) =>
      perRow(scoreHead(design, head)),
    );
    found.forEach((scores, i) => {
      expect(correlation(scores, known[i])).toBeGreaterThan(1 - 1e-6);
    });
  });

  it('take turns, go up with their response, and are uncorrelated with variance 1', () => {
    const found = fitDirections(design, [oblique, keyword], 6, unwatched);
    const scores = found.map((head) => perRow(scoreHead(design, head)));
    // Uncorrelated, so that shares explained add up.
    for (const truth of [planted.oblique, planted.keyword]) {
      const shares = scores.map((values) => correlation(values, perRow(truth)) ** 2);
      expect(shares.reduce((a, b) => a + b)).toBeGreaterThan(0.8);
    }
    scores.forEach((values, i) => {
      expect(values.reduce((sum, v) => sum + v * v, 0) / values.length).toBeCloseTo(1, 4);
      expect(correlation(values, (i % 2 === 0 ? oblique : keyword).y)).toBeGreaterThan(0);
      for (const other of scores.slice(0, i)) expect(Math.abs(correlation(values, other))).toBeLessThan(1e-4);
    });
  });

  it('follow an outcome within groups, whatever the groups differ by', () => {
    const groupOf = Int32Array.from(codes, (text) => planted.keyword[text]);
    const y = noise.map((e, row) => e + planted.oblique[codes[row]] + 50 * groupOf[row]);
    const [within] = fitDirections(design, [{ y, use, groupOf }], 1, unwatched);
    const [across] = fitDirections(design, [{ y, use }], 1, unwatched);
    const [one, other] = [within, across].map((head) =>
      correlation(perRow(scoreHead(design, head)), perRow(planted.oblique)),
    );
    expect(one).toBeGreaterThan(0.7);
    expect(other).toBeLessThan(one - 0.1);
  });

  it('say nothing once there is nothing left to follow', () => {
    const flat: Response = { y: new Float64Array(codes.length).fill(3), use };
    const [head] = fitDirections(design, [flat], 1, unwatched);
    expect(scoreHead(design, head).every((score) => score === 0)).toBe(true);
    const two = plantTexts(3, 60, 2, 5, 0);
    const y = two.noise();
    const heads = fitDirections(two.design, [{ y, use: new Uint8Array(60).fill(1) }], 5, unwatched);
    const scores = heads.map((each) => scoreHead(two.design, each));
    expect(scores.flatMap((values) => [...values]).every(Number.isFinite)).toBe(true);
    expect(scores[4].every((score) => score === 0)).toBe(true);
  });
});

describe('nestedDirections', () => {
  const nested = nestedDirections(design, [oblique, keyword], foldOf, 5, 4, unwatched);

  it('never see the fold they score, nor the fold their set leaves out: not one bit changes', () => {
    const [j, k] = [1, 3];
    const changed = [oblique, keyword].map((response) => ({
      ...response,
      y: response.y.map((v, row) => (foldOf[row] === j || foldOf[row] === k ? 1000 - v : v)),
    }));
    const after = nestedDirections(design, changed, foldOf, 5, 4, unwatched);
    nested.forEach((direction, i) => {
      const of = (scores: readonly Float64Array[], set: number, fold: number) =>
        rowsIn(fold).map((row) => scores[set][row]);
      expect(of(after[i], k, j)).toEqual(of(direction, k, j));
      expect(of(after[i], j, k)).toEqual(of(direction, j, k));
      expect(of(after[i], k, 0)).not.toEqual(of(direction, k, 0));
    });
  });

  it('mean the same in every fold that a model learns from, though each fold has its own fit', () => {
    const reference = fitDirections(design, [oblique, keyword], 4, unwatched).map((head) =>
      perRow(scoreHead(design, head)),
    );
    const least = reference.map((whole, i) =>
      Math.min(
        ...nested[i].flatMap((scores) =>
          [0, 1, 2, 3, 4].map((fold) => {
            const of = (values: Float64Array) => rowsIn(fold).map((row) => values[row]);
            return correlation(of(scores), of(whole));
          }),
        ),
      ),
    );
    // Later directions are noisier, being learned from what is left; none may go the other way or turn into another.
    expect(least[0]).toBeGreaterThan(0.95);
    expect(Math.min(...least)).toBeGreaterThan(0.3);
  });

  it('mean the same where both responses follow the text equally, so that singular vectors would turn freely', () => {
    // Two responses of one strength: any rotation of the two directions is as good a pair of leading singular vectors.
    const axis = (j: number) =>
      Float64Array.from(codes, (text) => design.embedding[text * design.dimensions + j]);
    const equal = [0, 1].map(
      (j): Response => ({ y: axis(j).map((a, row) => a * (1 + j / 2) ** 0.5 + noise[row]), use }),
    );
    const scores = nestedDirections(design, equal, foldOf, 5, 2, unwatched);
    for (const set of [0, 1, 2, 3, 4]) {
      [0, 1].forEach((i) => {
        const along = [0, 1, 2, 3, 4].map((fold) => slopeOf(scores[i][set], axis(i), rowsIn(fold)));
        expect(Math.min(...along)).toBeGreaterThan(0);
        expect(Math.max(...along)).toBeLessThan(1.35 * Math.min(...along));
      });
    }
  });

  it('learn nothing from noise that shows out of fold', () => {
    const y = planted.noise();
    const scores = nestedDirections(design, [{ y, use }], foldOf, 5, 3, unwatched);
    const own = scores.map((byFold) => Float64Array.from(foldOf, (fold, row) => byFold[fold][row]));
    for (const values of own) expect(Math.abs(correlation(values, y))).toBeLessThan(0.06);
  });

  it('learn from the rows they may use, score all rows with a text, and need three folds', () => {
    const some = { ...design, codes: codes.map((code, row) => (row < 10 ? -1 : code)) };
    const half = use.map((_, row) => (row % 2 === 0 ? 1 : 0));
    const spoilt = oblique.y.map((v, row) => (half[row] === 1 && row >= 10 ? v : Number.NaN));
    const [scores] = nestedDirections(some, [{ y: spoilt, use: half }], foldOf, 5, 1, unwatched);
    const seen: number[] = [];
    const watched = createTask(undefined, (fraction) => seen.push(fraction));
    const [again] = nestedDirections(some, [{ y: oblique.y, use: half }], foldOf, 5, 1, watched);
    expect(again).toEqual(scores);
    for (const set of scores) expect(set.findIndex((score) => !Number.isNaN(score))).toBe(10);
    expect(seen).toHaveLength(15);
    expect(() => nestedDirections(design, [oblique], foldOf, 2, 1, unwatched)).toThrow('3 folds');
  });
});

function slopeOf(scores: Float64Array, truth: Float64Array, rows: readonly number[]): number {
  const mean = (of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const [ms, mt] = [mean((row) => scores[row]), mean((row) => truth[row])];
  return mean((row) => (scores[row] - ms) * (truth[row] - mt)) / mean((row) => (truth[row] - mt) ** 2);
}
