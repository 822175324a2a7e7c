import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concordance } from '../../../../kernel/src/trees/boosting/objectives/concordance.js';
import {
  multiclassLogLoss,
  ndcg,
  pinballLoss,
  poissonDeviance,
} from '../../../../kernel/src/trees/boosting/objectives/metrics.js';
import { examples } from './examples.js';

/** All pairs, one by one. */
function slowConcordance(time: Float64Array, events: Uint8Array, margin: Float64Array): number {
  let [pairs, concordant] = [0, 0];
  for (let i = 0; i < time.length; i++) {
    for (let j = 0; j < time.length; j++) {
      const known = events[i] === 1 && (time[i] < time[j] || (time[i] === time[j] && events[j] === 0));
      if (!known) continue;
      pairs++;
      concordant += margin[i] > margin[j] ? 1 : margin[i] === margin[j] ? 0.5 : 0;
    }
  }
  return concordant / pairs;
}

describe('the concordance index', () => {
  test('is the share of all known pairs, one by one', () => {
    fc.assert(
      fc.property(examples('cox'), ({ data: { y, events = new Uint8Array(0) }, margin }) => {
        const coarse = margin.map(Math.round);
        expect(concordance(y, events, coarse)).toEqual(slowConcordance(y, events, coarse));
      }),
      { numRuns: 300 },
    );
  });

  test('is 1 where the first to go has the highest margin, and takes no quadratic time', () => {
    const time = Float64Array.from({ length: 100_000 }, (_, i) => 1 + i);
    const events = new Uint8Array(time.length).fill(1);
    expect(
      concordance(
        time,
        events,
        time.map((t) => -t),
      ),
    ).toBe(1);
    expect(concordance(time, events, time)).toBe(0);
    expect(
      concordance(
        time,
        events,
        time.map(() => 0),
      ),
    ).toBe(0.5);
  });
});

describe('NDCG', () => {
  test('is that of a list reckoned by hand', () => {
    const [relevance, score] = [Float64Array.of(3, 2, 0, 1), Float64Array.of(1, 3, 2, 0)];
    const reached = 3 + 7 / Math.log2(4) + 1 / Math.log2(5);
    const ideal = 7 + 3 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcg(relevance, score, 10)).toBeCloseTo(reached / ideal, 12);
    expect(ndcg(relevance, score, 2)).toBeCloseTo(3 / (7 + 3 / Math.log2(3)), 12);
  });

  test('of equal scores is the mean over their orders', () => {
    const relevance = Float64Array.of(2, 0, 1);
    const orders = [
      [3, 2, 1],
      [3, 1, 2],
      [2, 3, 1],
      [2, 1, 3],
      [1, 3, 2],
      [1, 2, 3],
    ];
    for (const k of [1, 2, 3]) {
      const mean = orders.reduce((sum, order) => sum + ndcg(relevance, Float64Array.from(order), k), 0) / 6;
      expect(ndcg(relevance, new Float64Array(3), k)).toBeCloseTo(mean, 12);
    }
  });

  test('is 1 where nothing is relevant', () => {
    expect(ndcg(new Float64Array(3), Float64Array.of(1, 2, 3), 2)).toBe(1);
  });
});

describe('losses of predictions', () => {
  test('pinball charges what lies above by the quantile, and below by the rest', () => {
    const loss = pinballLoss(Float64Array.of(1, 5), Float64Array.of(3, 3), 0.9, Float64Array.of(1, 3));
    expect(loss).toBeCloseTo((2 * 0.1 + 3 * 2 * 0.9) / 4, 12);
  });

  test('the Poisson deviance is 0 at the counts themselves and positive elsewhere', () => {
    const y = Float64Array.of(1, 4, 2);
    expect(poissonDeviance(y, y)).toBe(0);
    expect(poissonDeviance(y, Float64Array.of(1, 4, 3))).toBeCloseTo((2 * (2 * Math.log(2 / 3) + 1)) / 3, 12);
    expect(poissonDeviance(Float64Array.of(0), Float64Array.of(0.25))).toBe(0.5);
  });

  test('the log loss of equal logits is the log of the number of classes', () => {
    expect(multiclassLogLoss(Float64Array.of(0, 2), new Float64Array(6).fill(9), 3)).toBeCloseTo(
      Math.log(3),
      12,
    );
  });
});
