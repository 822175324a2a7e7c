import { describe, expect, test } from 'vitest';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import { objectives } from './examples.js';
import { boost, growth, learn, peersOf } from './learning.js';
import { planted } from './planted.js';
import { boostSlowly } from './slow-boosting.js';

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

describe.each(objectives)('%s', (objective) => {
  test('grows the trees that the papers tell', () => {
    const rows = planted(objective, 600, 7);
    const slow = boostSlowly(createLoss(objective, rows.data), rows.x, { ...growth, rounds: 3 });
    const fast = boost(objective, rows, rows, 3);
    fast.forEach((margin, at) => void expect(margin).toBeCloseTo(slow[at], 6));
  });
});
