import { createRandom } from '../../../kernel/src/statistics/random.js';
import type { TextDesign } from '../../../kernel/src/text/text-design.js';

const hidden = 32;
const epochs = 12;
const batch = 64;
const rate = 2e-3;
const decay = 1e-4;

interface Predicted {
  readonly propensity: Float64Array;
  readonly outcome: readonly [Float64Array, Float64Array];
}

/**
 * A small network on the frozen embedding and a column: one shared hidden layer, a head of the treatment and one of the outcome in each arm,
 * trained on the sum of their losses by Adam with weight decay, as CausalBERT (Veitch, Sridhar and Blei 2020) and Dragonnet (Shi, Blei and
 * Veitch 2019) do; the encoder itself is not tuned.
 */
export function fitSharedTrunk(
  design: TextDesign,
  x: Float64Array,
  arm: Int32Array,
  outcome: Float64Array,
  training: Int32Array,
  at: Int32Array,
  seed: number,
): Predicted {
  const { dimensions, embedding, codes } = design;
  const width = dimensions + 1;
  const random = createRandom(seed, 91);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  // Hidden weights with a bias each, then three heads with a bias each.
  const trunk = hidden * (width + 1);
  const weights = Float64Array.from({ length: trunk + 3 * (hidden + 1) }, (_, i) =>
    i < trunk ? (normal() * (i % (width + 1) === dimensions ? 0.3 : 1)) / Math.sqrt(width) : 0.1 * normal(),
  );
  const mean = training.reduce((sum, row) => sum + outcome[row], 0) / training.length;
  const input = new Float64Array(width);
  const layer = new Float64Array(hidden);
  const heads = new Float64Array(3);
  const forward = (row: number): void => {
    // Embeddings have length 1: scaled so that an input has a spread near 1.
    for (let j = 0; j < dimensions; j++) {
      input[j] = Math.sqrt(dimensions) * embedding[codes[row] * dimensions + j];
    }
    input[dimensions] = x[row];
    for (let h = 0; h < hidden; h++) {
      let sum = weights[h * (width + 1) + width];
      for (let j = 0; j < width; j++) sum += weights[h * (width + 1) + j] * input[j];
      layer[h] = Math.max(0, sum);
    }
    for (let k = 0; k < 3; k++) {
      let sum = weights[trunk + k * (hidden + 1) + hidden];
      for (let h = 0; h < hidden; h++) sum += weights[trunk + k * (hidden + 1) + h] * layer[h];
      heads[k] = sum;
    }
  };
  const gradient = new Float64Array(weights.length);
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  const back = (row: number): void => {
    forward(row);
    const errors = [1 / (1 + Math.exp(-heads[0])) - arm[row], 0, 0];
    errors[1 + arm[row]] = heads[1 + arm[row]] - (outcome[row] - mean);
    for (let h = 0; h < hidden; h++) {
      let through = 0;
      for (let k = 0; k < 3; k++) {
        gradient[trunk + k * (hidden + 1) + h] += errors[k] * layer[h];
        through += errors[k] * weights[trunk + k * (hidden + 1) + h];
      }
      if (layer[h] === 0) continue;
      const start = h * (width + 1);
      for (let j = 0; j < width; j++) gradient[start + j] += through * input[j];
      gradient[start + width] += through;
    }
    for (let k = 0; k < 3; k++) gradient[trunk + k * (hidden + 1) + hidden] += errors[k];
  };
  const order = training.slice();
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let from = 0; from < order.length; from += batch) {
      const rows = order.subarray(from, from + batch);
      gradient.fill(0);
      rows.forEach(back);
      step++;
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i] / rows.length;
        first[i] = 0.9 * first[i] + 0.1 * g;
        second[i] = 0.999 * second[i] + 0.001 * g * g;
        const size = Math.sqrt(second[i] / (1 - 0.999 ** step)) + 1e-8;
        weights[i] -= rate * (first[i] / (1 - 0.9 ** step) / size + decay * weights[i]);
      }
    }
  }
  const predicted = {
    propensity: new Float64Array(at.length),
    outcome: [0, 1].map(() => new Float64Array(at.length)),
  };
  at.forEach((row, i) => {
    forward(row);
    predicted.propensity[i] = 1 / (1 + Math.exp(-heads[0]));
    predicted.outcome[0][i] = heads[1] + mean;
    predicted.outcome[1][i] = heads[2] + mean;
  });
  return { propensity: predicted.propensity, outcome: [predicted.outcome[0], predicted.outcome[1]] };
}
