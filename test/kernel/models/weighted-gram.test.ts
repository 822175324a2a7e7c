import { expect, it } from 'vitest';
import { weightedGram } from '../../../kernel/src/models/weighted-gram.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';

it.each([1, 2, 3, 4, 5, 11])('sums the products of %i columns as one by one', (p) => {
  const random = createRandom(p, 5);
  const n = 603;
  const x = Float64Array.from({ length: n * p }, () => random.next() - 0.5);
  const weights = Float64Array.from({ length: n }, random.next);
  const gram = weightedGram({ x, n, p }, weights, unwatched);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) {
      const sum = weights.reduce((all, w, i) => all + w * x[i * p + a] * x[i * p + b], 0);
      expect(gram.get(a, b)).toBeCloseTo(sum / n, 12);
    }
  }
});
