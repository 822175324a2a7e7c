import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../../kernel/src/artifacts/codec.js';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { explainEffect } from '../../../kernel/src/effects/explain-effect.js';
import { packEffect, unpackEffect } from '../../../kernel/src/effects/fitted-effect.js';
import { scoreEffect } from '../../../kernel/src/effects/score-effect.js';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { confounded, experiment } from './simulate.js';
import { parametersOf } from './tables.js';

const estimator = { kind: 'causal forest', options: { trees: 100 } } as const;

describe('a fitted effect', () => {
  const { table } = confounded(800, 1, 2);
  const parameters = parametersOf({ adjustment: ['x', 'z', 'shop'], modifiers: ['x', 'shop'], estimator });
  const { fitted } = estimateEffect({ table, texts: [], parameters }, unwatched);
  const later = confounded(300, 2, 2).table;
  const x = later.columns.get('x');

  it('scores later rows by their modifiers', () => {
    const [{ arm, effect, low, high }] = scoreEffect(fitted, later, [], unwatched);
    expect(arm).toBe('1');
    const truth = x?.kind === 'numeric' ? x.values.map((value) => 1 + 2 * value) : new Float64Array();
    const squared = (guess: (row: number) => number) =>
      truth.reduce((sum, value, row) => sum + (value - guess(row)) ** 2, 0);
    const mean = truth.reduce((a, b) => a + b, 0) / truth.length;
    // Better by far than giving everyone the true average.
    expect(squared((row) => effect[row])).toBeLessThan(0.35 * squared(() => mean));
    expect(effect.every((value, row) => !(value < low[row]) && !(value > high[row]))).toBe(true);
  });

  it('explains rows with attributions that add up to their scores', () => {
    const [{ effect }] = scoreEffect(fitted, later, [], unwatched);
    const rows = Int32Array.from([5, 17, 256]);
    const explained = explainEffect(fitted, later, [], rows, 0, unwatched);
    expect(explained.sources).toEqual(['x', 'shop']);
    rows.forEach((row, i) => {
      const sum = explained.base + explained.values[2 * i] + explained.values[2 * i + 1];
      expect(sum).toBeCloseTo(effect[row], 9);
      expect(explained.predictions[i]).toBeCloseTo(effect[row], 9);
    });
  });

  it('comes back from storing as it was, and is refused when damaged', () => {
    const stored = decodeValue(encodeValue(packEffect(fitted)));
    expect(scoreEffect(unpackEffect(stored), later, [], unwatched)).toEqual(
      scoreEffect(fitted, later, [], unwatched),
    );
    const damages = [{ arms: ['0'] }, { averages: [{ estimate: 'much', stdError: 1 }] }, { level: 95 }];
    for (const damage of [null, ...damages.map((each) => ({ ...packEffect(fitted), ...each }))]) {
      expect(() => unpackEffect(damage)).toThrow(InputError);
    }
  });

  it('has one model per arm, and effects for the rows of every arm', () => {
    const given = parametersOf({ arms: ['none', 'a', 'b'], modifiers: ['x'], estimator });
    const table3 = experiment(600, 3);
    const {
      contrasts,
      heterogeneity,
      fitted: several,
    } = estimateEffect({ table: table3, texts: [], parameters: given }, unwatched);
    expect(heterogeneity.map(({ arm }) => arm)).toEqual(['a', 'b']);
    expect(several.models).toHaveLength(2);
    for (const { distribution, groups } of heterogeneity) {
      expect(distribution.counts.reduce((sum, count) => sum + count, 0)).toBe(600);
      expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(600);
    }
    // Averaged over new rows, every forest comes back to its own arm's average.
    scoreEffect(several, experiment(400, 4), [], unwatched).forEach(({ effect }, i) => {
      const mean = effect.reduce((sum, value) => sum + value, 0) / effect.length;
      expect(Math.abs(mean - contrasts[i].estimate)).toBeLessThan(contrasts[i].stdError);
    });
  });

  it('without modifiers gives every row the average effect and its interval', () => {
    const given = parametersOf({
      arms: ['none', 'a', 'b'],
      estimator: { kind: 'difference in means', options: {} },
    });
    const result = estimateEffect({ table: experiment(300, 1), texts: [], parameters: given }, unwatched);
    const scores = scoreEffect(result.fitted, experiment(5, 2), [], unwatched);
    expect(scores.map(({ arm }) => arm)).toEqual(['a', 'b']);
    expect([...scores[1].effect]).toEqual(new Array(5).fill(result.contrasts[1].estimate));
    expect(scores[1].low[0]).toBeLessThan(scores[1].effect[0]);
    const explained = explainEffect(result.fitted, experiment(5, 2), [], Int32Array.of(3), 1, unwatched);
    expect(explained.of).toBe('effect of treatment (b) on outcome');
    expect(explained.base).toBe(result.contrasts[1].estimate);
  });
});
