import { describe, expect, test } from 'vitest';
import { learn, peersOf } from '../kernel/trees/objectives/learning.js';

describe.each(['pairwise', 'lambdamart'] as const)('%s', (objective) => {
  test('ranks no worse than LightGBM and XGBoost, over 20 seeds', () => {
    const { outcome, reached } = learn(objective, 20);
    const peers = peersOf(objective);
    expect(outcome).toBeCloseTo(peers.outcome, 9);
    expect(reached).toBeLessThan(1.003 * peers.best);
  });
});
