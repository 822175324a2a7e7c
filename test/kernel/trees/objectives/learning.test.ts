import { describe, expect, test } from 'vitest';
import { learn, peersOf } from './learning.js';

describe.each(['squared', 'huber', 'quantile', 'poisson', 'logistic', 'softmax', 'cox'] as const)(
  '%s',
  (objective) => {
    test('learns a planted signal no worse than LightGBM and XGBoost', () => {
      const { outcome, reached, naive } = learn(objective, 2);
      const peers = peersOf(objective);
      expect(outcome).toBeCloseTo(peers.outcome, 9);
      expect(reached).toBeLessThan(naive - 0.03);
      expect(reached).toBeLessThan(1.003 * peers.best);
    });
  },
);

// Compared with the peers in test/slow, over more seeds: NDCG of a few hundred lists is a rough measure.
describe.each(['pairwise', 'lambdamart'] as const)('%s', (objective) => {
  test('learns to rank', () => {
    const { reached, naive } = learn(objective, 1);
    expect(reached).toBeLessThan(naive / 1.5);
  });
});
