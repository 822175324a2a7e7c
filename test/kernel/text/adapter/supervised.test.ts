import { beforeAll, describe, expect, it } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { adaptOptions } from '../../../../kernel/src/text/adapter/adapt-options.js';
import { tellSupervised } from '../../../../kernel/src/text/adapter/adapting-words.js';
import { fitAdapted, nestedAdaptedScores } from '../../../../kernel/src/text/adapter/nested-adapted.js';
import { SupervisedAdapting } from '../../../../kernel/src/text/adapter/supervised.js';
import { isNamedHead } from '../../../../kernel/src/text/check-head.js';
import type { NetworkQuestion } from '../../../../kernel/src/text/network/lesson.js';
import { openTensors, tensors } from '../../../../kernel/src/text/network/tensors.js';
import { headFeature } from '../../../../kernel/src/text/score-feature.js';
import { correlation, plantTexts } from '../planted.js';

const options = adaptOptions({ kind: 'supervised', options: { units: 8, epochs: 25, learningRate: 0.03 } });
const few = { ...options, units: 4, epochs: 3 };
const planted = plantTexts(1500, 1500, 10, 23, 200);
const { design, foldOf } = planted;
const { codes } = design;
const use = new Uint8Array(codes.length).fill(1);
const noise = planted.noise();
const fold = Float64Array.from(codes, (text) => Math.abs(planted.oblique[text]) - 0.8);
const bent: NetworkQuestion = { y: fold.map((b, row) => 2 * b + 0.5 * noise[row]), use, family: 'gaussian' };
const choice: NetworkQuestion = {
  y: fold.map((b, row) => (3 * b + noise[row] > 0 ? 1 : 0)),
  use,
  family: 'binomial',
};

beforeAll(openTensors);

describe('an adapter to treatment and outcome', () => {
  it('finds out of fold what bends along the text, and is used', () => {
    const { scores, adaptation } = nestedAdaptedScores(
      design,
      [bent, choice],
      foldOf,
      3,
      options,
      1,
      unwatched,
    );
    const own = Float64Array.from(foldOf, (k, row) => (k < 3 ? scores[0][k][row] : Number.NaN));
    const rows = [...own.keys()].filter((row) => foldOf[row] < 3);
    const pick = (values: Float64Array) => rows.map((row) => values[row]);
    expect(correlation(pick(own), pick(fold))).toBeGreaterThan(0.5);
    expect(adaptation.used).toBe(adaptation.fits);
    expect(tellSupervised('browsed', adaptation).notes[0]).toContain('in all 6 fits');
  });

  it('is refused in about every case where answers are shuffled, and tells nothing then', () => {
    let used = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const small = plantTexts(300, 300, 6, 500 + seed, 20);
      const y = small.noise();
      const everyone = new Uint8Array(300).fill(1);
      const asked: NetworkQuestion[] = [{ y, use: everyone, family: 'gaussian' }];
      const fit = new SupervisedAdapting(small.design, asked, { ...few, epochs: 6 }, seed);
      const { adapted, gain } = fit.fit(() => true, unwatched);
      expect(gain).toBeDefined();
      if (adapted) used += 1;
    }
    // Of 50 draws at 2.5 %, more than 4 come in one of 100 trials; that adapting costs something makes it fewer.
    expect(used).toBeLessThanOrEqual(4);
  });

  it('never sees the fold it scores, nor the fold its set leaves out: not one bit changes', () => {
    const [j, k] = [1, 3];
    const changed = [bent, choice].map((question) => ({
      ...question,
      y: question.y.map((v, row) => (foldOf[row] === j || foldOf[row] === k ? 1 - v : v)),
    }));
    const scored = (asked: readonly NetworkQuestion[]) =>
      nestedAdaptedScores(design, asked, foldOf, 5, few, 1, unwatched).scores;
    const before = scored([bent, choice]);
    const after = scored(changed);
    const rows = (scores: Float64Array, wanted: number) => scores.filter((_, row) => foldOf[row] === wanted);
    before.forEach((byFold, q) => {
      expect(rows(after[q][k], j)).toEqual(rows(byFold[k], j));
      expect(rows(after[q][j], k)).toEqual(rows(byFold[j], k));
      expect(rows(after[q][k], 0)).not.toEqual(rows(byFold[k], 0));
    });
    expect(() => nestedAdaptedScores(design, [bent], foldOf, 2, few, 1, unwatched)).toThrow('3 folds');
  });

  it('lies with the head, which scores other designs as its own', () => {
    const [head] = fitAdapted(design, [bent], options, 1, unwatched);
    expect('kind' in head && head.kind).toBe('adapted');
    expect(isNamedHead({ feature: 'score', head })).toBe(true);
    if (!('kind' in head)) return;
    const { values } = headFeature('score', design, head);
    expect(correlation(values, fold)).toBeGreaterThan(0.5);
    expect(isNamedHead({ feature: 'score', head: { ...head, adapter: { ...head.adapter, units: 1 } } })).toBe(
      false,
    );
    expect(fitAdapted(design, [bent], options, 1, unwatched)).toEqual([head]);
  });

  it('leaves no tensor behind, and says where there is too little to learn from', () => {
    const { memory } = tensors();
    const before = memory().numTensors;
    const nothing = { ...bent, use: new Uint8Array(codes.length) };
    const { adaptation } = nestedAdaptedScores(design, [nothing], foldOf, 5, few, 1, unwatched);
    expect(adaptation.used).toBe(0);
    expect(tellSupervised('browsed', adaptation).warnings[0]).toContain('too few texts');
    expect(memory().numTensors).toBe(before);
  });
});
