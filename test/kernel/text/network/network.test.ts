import { beforeAll, describe, expect, it } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { nestedScores } from '../../../../kernel/src/text/heads.js';
import type { NetworkQuestion } from '../../../../kernel/src/text/network/lesson.js';
import { fitNetwork, nestedNetworkScores } from '../../../../kernel/src/text/network/nested-network.js';
import { type NetworkHead, scoreNetwork } from '../../../../kernel/src/text/network/network.js';
import { networkOptions } from '../../../../kernel/src/text/network/network-options.js';
import { openTensors, tensors } from '../../../../kernel/src/text/network/tensors.js';
import { textDesign } from '../../../../kernel/src/text/text-design.js';
import { correlation, plantTexts, rSquared } from '../planted.js';

const planted = plantTexts(2000, 2000, 10, 23, 400);
const { design, foldOf } = planted;
const { codes } = design;
const use = new Uint8Array(codes.length).fill(1);
const noise = planted.noise();
const perRow = (of: (text: number) => number) => Float64Array.from(codes, of);
const fold = perRow((text) => Math.abs(planted.oblique[text]) - 0.8);
const bent: NetworkQuestion = { y: fold.map((b, row) => 2 * b + noise[row]), use, family: 'gaussian' };
const choice: NetworkQuestion = {
  y: fold.map((b, row) => (3 * b + noise[row] > 0 ? 1 : 0)),
  use,
  family: 'binomial',
};
const options = networkOptions({ kind: 'network', options: {} });
const quick = { ...options, hidden: 16, epochs: 20, learningRate: 0.02 };
const few = { ...options, hidden: 8, epochs: 4 };
const own = (byFold: readonly Float64Array[]) => Float64Array.from(foldOf, (k, row) => byFold[k][row]);

beforeAll(openTensors);

describe('network heads', () => {
  it('find out of fold what bends along the text, which linear heads miss', () => {
    const [number, yesNo] = nestedNetworkScores(design, [bent, choice], foldOf, 5, quick, 1, unwatched);
    const [linear] = nestedScores(design, [{ y: bent.y, use }], foldOf, 5, { seed: 1 }, unwatched);
    const signal = fold.map((b) => 2 * b);
    expect(rSquared(own(linear), signal)).toBeLessThan(0.1);
    expect(rSquared(own(number), signal)).toBeGreaterThan(0.3);
    expect(correlation(own(yesNo), fold)).toBeGreaterThan(0.55);
  });

  it('say numbers as they are and log odds of a yes or no', () => {
    const far = { ...bent, y: bent.y.map((y) => 1000 + 50 * y) };
    const rare = { ...choice, y: perRow((text) => (planted.oblique[text] > 1.2 ? 1 : 0)) };
    const [number, odds] = fitNetwork(design, [far, rare], options, 1, unwatched).map((head) =>
      scoreNetwork(design, head),
    );
    const mean = codes.reduce((sum, text) => sum + number[text], 0) / codes.length;
    const truth = far.y.reduce((sum, y) => sum + y, 0) / codes.length;
    expect(Math.abs(mean - truth)).toBeLessThan(10);
    const share = codes.reduce((sum, text) => sum + 1 / (1 + Math.exp(-odds[text])), 0) / codes.length;
    expect(share).toBeCloseTo(rare.y.reduce((sum, y) => sum + y, 0) / codes.length, 1);
  });

  it('are the same bits for the same seed, and others for another', () => {
    const seeded = (seed: number) => fitNetwork(design, [bent], few, seed, unwatched);
    expect(seeded(3)).toEqual(seeded(3));
    expect(seeded(4)[0].weights).not.toEqual(seeded(3)[0].weights);
  });

  it('never see the fold they score, nor the fold their set leaves out: not one bit changes', () => {
    const [j, k] = [1, 3];
    const changed = [bent, choice].map((question) => ({
      ...question,
      y: question.y.map((v, row) => (foldOf[row] === j || foldOf[row] === k ? 1 - v : v)),
    }));
    const before = nestedNetworkScores(design, [bent, choice], foldOf, 5, few, 1, unwatched);
    const after = nestedNetworkScores(design, changed, foldOf, 5, few, 1, unwatched);
    const rows = (scores: Float64Array, wanted: number) => scores.filter((_, row) => foldOf[row] === wanted);
    before.forEach((byFold, q) => {
      expect(rows(after[q][k], j)).toEqual(rows(byFold[k], j));
      expect(rows(after[q][j], k)).toEqual(rows(byFold[j], k));
      expect(rows(after[q][k], 0)).not.toEqual(rows(byFold[k], 0));
    });
  });

  it('learn from the rows they may use, and score all that have a text', () => {
    const some = { ...design, codes: codes.map((code, row) => (row < 10 ? -1 : code)) };
    const half = use.map((_, row) => (row % 2 === 0 ? 1 : 0));
    const spoilt = { ...bent, use: half, y: bent.y.map((v, row) => (half[row] === 1 ? v : Number.NaN)) };
    const [scores] = nestedNetworkScores(some, [{ ...bent, use: half }], foldOf, 3, few, 1, unwatched);
    const [again] = nestedNetworkScores(some, [spoilt], foldOf, 3, few, 1, unwatched);
    expect(again).toEqual(scores);
    const nothing = { ...bent, use: new Uint8Array(codes.length) };
    expect(fitNetwork(design, [nothing], few, 1, unwatched)).toEqual([]);
    expect(() => nestedNetworkScores(design, [bent], foldOf, 2, few, 1, unwatched)).toThrow('3 folds');
  });

  it('score new texts with the words they learnt, after JSON too', () => {
    const word = { ...bent, y: perRow((text) => 4 * planted.keyword[text]) };
    const [head] = JSON.parse(
      JSON.stringify(fitNetwork(design, [word], options, 1, unwatched)),
    ) as NetworkHead[];
    const distinct = ['w1 w2 keyword w3', 'w1 w2 w9 w3', ''];
    const column = { kind: 'text', name: 'new', type: 'text', codes: new Int32Array(3), distinct } as const;
    const scores = scoreNetwork(textDesign('new', column, new Float32Array(3 * 10), 10), head);
    expect(scores[0] - scores[1]).toBeGreaterThan(1);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(() => scoreNetwork(textDesign('new', column, new Float32Array(6), 2), head)).toThrow(
      '10 dimensions',
    );
  });

  it('move less with an embedding that is moved against them, where they were trained so', () => {
    const steepness = (adversarial: number): number => {
      const [head] = fitNetwork(design, [choice], { ...options, adversarial, epochs: 20 }, 1, unwatched);
      const scores = scoreNetwork(design, head);
      const moved = design.embedding.map((x, i) => x + (i % 10 === 0 ? 0.01 : 0));
      const after = scoreNetwork({ ...design, embedding: moved }, head);
      return scores.reduce((sum, score, text) => sum + Math.abs(after[text] - score), 0);
    };
    expect(steepness(0.5)).toBeLessThan(0.8 * steepness(0));
  });

  it('are less sure where yes and no are smoothed', () => {
    const size = (smoothing: number): number => {
      const [head] = fitNetwork(design, [choice], { ...options, smoothing }, 1, unwatched);
      return scoreNetwork(design, head).reduce((sum, score) => sum + Math.abs(score), 0);
    };
    expect(size(0.3)).toBeLessThan(0.8 * size(0));
  });

  it('report how far they are, stop within half a second, and leave no tensor behind', () => {
    const { memory } = tensors();
    const before = memory().numTensors;
    const seen: number[] = [];
    nestedNetworkScores(
      design,
      [bent],
      foldOf,
      3,
      few,
      1,
      createTask(undefined, (f) => seen.push(f)),
    );
    expect(seen.at(-1)).toBeCloseTo(1, 10);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const flag = new Int32Array(1);
    let asked = 0;
    const stopping = createTask(flag, (fraction) => {
      if (fraction > 0.1) flag[0] = 1;
      asked = performance.now();
    });
    expect(() => nestedNetworkScores(design, [bent], foldOf, 5, options, 1, stopping)).toThrow(Cancelled);
    expect(performance.now() - asked).toBeLessThan(500);
    expect(memory().numTensors).toBe(before);
  });
});
