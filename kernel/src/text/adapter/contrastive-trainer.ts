import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { Adam } from '../network/adam.js';
import { shuffle } from '../network/draws.js';
import { type Tensors, tensors } from '../network/tensors.js';
import type { AdaptOptions } from './adapt-options.js';
import type { Adapter } from './adapter.js';
import {
  type AdapterInputs,
  adapterOf,
  type LayerWeights,
  layerOf,
  passBack,
  passThrough,
  startOf,
} from './adapter-layer.js';
import type { Groups } from './pairs.js';

/** Pairs of one step: each is told from the others. */
const batch = 256;

/** Two texts that belong together, and the group that says so; without groups, the same text twice. */
interface Pair {
  readonly one: number;
  readonly other: number;
  readonly group: number;
}

/**
 * Trains an adapter so that two texts that belong together are nearer than those of other pairs (InfoNCE, van den Oord et al. 2018), on cosines, in both
 * directions. Without groups the two are one text with other numbers of its embedding left out (Gao, Yao and Chen 2021, whose dropout lies inside of the encoder).
 * Of two texts in one group, neither is held against the other.
 *
 * @param inputs all that may be learnt from, in the places that `groups` name
 */
export function trainContrastive(
  inputs: AdapterInputs,
  groups: Groups | undefined,
  options: AdaptOptions,
  random: Random,
  task: Task,
): Adapter {
  const trainer = new ContrastiveTrainer(inputs, options, random);
  try {
    return adapterOf(inputs, trainer.train(groups, task));
  } finally {
    trainer.dispose();
  }
}

class ContrastiveTrainer {
  private readonly tf: Tensors = tensors();
  private readonly weights: LayerWeights;
  private readonly values: Tensor2D;
  private readonly texts: number;

  constructor(
    private readonly inputs: AdapterInputs,
    private readonly options: AdaptOptions,
    private readonly random: Random,
  ) {
    const { values, dimensions } = inputs;
    this.texts = values.length / dimensions;
    this.weights = startOf(dimensions, options.units, random);
    this.values = this.tf.tensor2d(values.slice(), [this.texts, dimensions]);
  }

  train(groups: Groups | undefined, task: Task): LayerWeights {
    const { weights, random } = this;
    const { epochs, learningRate } = this.options;
    const draw = groups ? pairsOf(groups, this.texts) : (text: number): Pair => alone(text);
    const order = Int32Array.from({ length: this.texts }, (_, i) => i);
    const adam = new Adam([weights.inward, weights.offsets, weights.outward], learningRate);
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, random);
      for (let from = 0; from < order.length; from += batch) {
        task.report((epoch + from / order.length) / epochs);
        const pairs = Array.from(order.subarray(from, from + batch), (text) => draw(text, random)).filter(
          (pair) => pair !== undefined,
        );
        if (pairs.length > 1) adam.step(this.gradientsOn(pairs));
      }
    }
    return weights;
  }

  dispose(): void {
    this.values.dispose();
  }

  private gradientsOn(pairs: readonly Pair[]): ArrayLike<number>[] {
    const { tf, inputs, weights } = this;
    const { l2, temperature } = this.options;
    const found: Tensor2D[] = tf.tidy(() => {
      const layer = layerOf(tf, inputs, weights);
      const [one, other] = [pairs.map((pair) => pair.one), pairs.map((pair) => pair.other)].map((texts) =>
        passThrough(tf, layer, this.dropped(texts)),
      );
      const cosines = tf.matMul<Tensor2D>(one.unit, tf.transpose(other.unit));
      const byCosine = tf.tensor2d(contrast(cosines.dataSync(), pairs, temperature), [
        pairs.length,
        pairs.length,
      ]);
      const back = [
        passBack(tf, layer, one, tf.matMul(byCosine, other.unit)),
        passBack(tf, layer, other, tf.matMul(tf.transpose(byCosine), one.unit)),
      ];
      return [layer.inward, layer.offsets, layer.outward].map((block, i) =>
        tf.add<Tensor2D>(tf.add(back[0][i], back[1][i]), tf.mul(block, i === 1 ? 0 : l2)),
      );
    });
    return found.map((tensor) => {
      const values = tensor.dataSync();
      tensor.dispose();
      return values;
    });
  }

  /** Rows of texts with some of their numbers left out. */
  private dropped(texts: readonly number[]): Tensor2D {
    const { tf, random, inputs } = this;
    const { dropout } = this.options;
    const rows = tf.gather(this.values, tf.tensor1d(texts as number[], 'int32'));
    if (dropout === 0) return rows;
    const kept = new Float32Array(texts.length * inputs.dimensions);
    for (let i = 0; i < kept.length; i++) kept[i] = random.next() < dropout ? 0 : 1 / (1 - dropout);
    return tf.mul(rows, tf.tensor2d(kept, [texts.length, inputs.dimensions]));
  }
}

function alone(text: number): Pair {
  return { one: text, other: text, group: -1 };
}

/** Draws a text of one of the groups of a text; none where it is in no group. */
function pairsOf(groups: Groups, texts: number): (text: number, random: Random) => Pair | undefined {
  const groupsOf = Array.from({ length: texts }, (): number[] => []);
  groups.forEach((group, g) => {
    for (const text of group) groupsOf[text].push(g);
  });
  return (one, random) => {
    const own = groupsOf[one];
    if (own.length === 0) return undefined;
    const group = own[random.below(own.length)];
    const members = groups[group];
    const place = random.below(members.length - 1);
    const other = members[place] === one ? members[members.length - 1] : members[place];
    return { one, other, group };
  };
}

/** Gradient by cosines of the mean of `-log softmax(cosine / temperature)` at the pairs, over rows and over columns. */
function contrast(cosines: ArrayLike<number>, pairs: readonly Pair[], temperature: number): Float32Array {
  const n = pairs.length;
  const raised = Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [pairs[Math.floor(at / n)], pairs[at % n]];
    const together = a !== b && ((a.group >= 0 && a.group === b.group) || a.one === b.other);
    return together ? 0 : Math.exp((cosines[at] - 1) / temperature);
  });
  const [rows, columns] = [new Float64Array(n), new Float64Array(n)];
  raised.forEach((value, at) => {
    rows[Math.floor(at / n)] += value;
    columns[at % n] += value;
  });
  return Float32Array.from(raised, (value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const shares = value / rows[i] + value / columns[j];
    return (shares - (i === j ? 2 : 0)) / (2 * n * temperature);
  });
}
