import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { batchOf, lossOf, valuesOf } from '../network/batch.js';
import { normal } from '../network/draws.js';
import type { Lesson } from '../network/lesson.js';
import { trainInPasses } from '../network/passes.js';
import { type Tensors, tensors } from '../network/tensors.js';
import type { AdaptOptions } from './adapt-options.js';
import type { Adapter } from './adapter.js';
import {
  type AdapterInputs,
  adapterOf,
  type Layer,
  type LayerPass,
  type LayerWeights,
  layerOf,
  lengths,
  passBack,
  passThrough,
  startOf,
} from './adapter-layer.js';

interface Weights extends LayerWeights {
  /** `dimensions` x questions, row-major, and a bias per question. */
  readonly outputs: Float32Array;
  readonly biases: Float32Array;
}

interface Pass extends LayerPass {
  readonly layer: Layer;
  readonly outputs: Tensor2D;
  /** Lengths of the rows that went in, and have again. */
  readonly own: Tensor2D;
  readonly adapted: Tensor2D;
  readonly said: Tensor2D;
}

/**
 * Trains an adapter under linear heads, one per question: cross-entropy of a yes or no, squared error of standardised numbers, each over its own rows, by Adam with dropout
 * and an L2 penalty. The weights kept are those of the pass that did best on `held`. The heads are thrown away.
 *
 * @param yesOrNo per question
 */
export function trainSupervised(
  inputs: AdapterInputs,
  yesOrNo: readonly boolean[],
  learning: Lesson,
  held: Lesson,
  options: AdaptOptions,
  random: Random,
  task: Task,
): Adapter {
  const trainer = new SupervisedTrainer(inputs, yesOrNo, options, random);
  try {
    return adapterOf(inputs, trainer.train(learning, held, task));
  } finally {
    trainer.dispose();
  }
}

class SupervisedTrainer {
  private readonly tf: Tensors = tensors();
  private readonly weights: Weights;
  private readonly values: Tensor2D;
  /** 1 per question that is a yes or no. */
  private readonly binomial: Tensor2D;

  constructor(
    private readonly inputs: AdapterInputs,
    private readonly yesOrNo: readonly boolean[],
    private readonly options: AdaptOptions,
    private readonly random: Random,
  ) {
    const { values, dimensions } = inputs;
    const count = yesOrNo.length;
    const spread = 0.1 / Math.sqrt(dimensions);
    this.weights = {
      ...startOf(dimensions, options.units, random),
      outputs: Float32Array.from({ length: dimensions * count }, () => spread * normal(random)),
      biases: new Float32Array(count),
    };
    this.values = this.tf.tensor2d(values.slice(), [values.length / dimensions, dimensions]);
    this.binomial = this.tf.tensor2d(yesOrNo.map(Number), [1, count]);
  }

  train(learning: Lesson, held: Lesson, task: Task): Weights {
    const { weights, random } = this;
    const training = {
      ...this.options,
      blocks: [weights.inward, weights.offsets, weights.outward, weights.outputs, weights.biases],
      gradients: (lesson: Lesson, rows: Int32Array) => this.gradientsOn(lesson, rows),
      loss: (lesson: Lesson, rows: Int32Array) => this.lossOn(lesson, rows),
    };
    trainInPasses(training, learning, held, random, task);
    return weights;
  }

  dispose(): void {
    for (const tensor of [this.values, this.binomial]) tensor.dispose();
  }

  private gradientsOn(lesson: Lesson, rows: Int32Array): ArrayLike<number>[] {
    const { tf, binomial } = this;
    const { l2 } = this.options;
    const found: Tensor2D[] = tf.tidy(() => {
      const { x, answers, answered } = batchOf(tf, this.values, lesson, rows);
      const pass = this.pass(tf.mul(x, this.kept(rows.length)));
      const { layer, outputs, own, adapted, said } = pass;
      const expected = tf.add(said, tf.mul(tf.sub(tf.sigmoid(said), said), binomial));
      const error = tf.div<Tensor2D>(tf.mul(tf.sub(expected, answers), answered), rows.length);
      const byUnit = tf.mul<Tensor2D>(tf.matMul(error, tf.transpose(outputs)), own);
      const [inward, offsets, outward] = passBack(tf, layer, pass, byUnit);
      return [
        tf.add<Tensor2D>(inward, tf.mul(layer.inward, l2)),
        offsets,
        tf.add<Tensor2D>(outward, tf.mul(layer.outward, l2)),
        tf.add<Tensor2D>(tf.matMul(tf.transpose(adapted), error), tf.mul(outputs, l2)),
        tf.sum<Tensor2D>(error, 0, true),
      ];
    });
    return valuesOf(found);
  }

  private lossOn(lesson: Lesson, rows: Int32Array): number {
    const { tf, binomial, values } = this;
    return tf.tidy(() => {
      const own = batchOf(tf, values, lesson, rows);
      return lossOf(tf, this.pass(own.x).said, own, binomial);
    });
  }

  /** Rows are adapted, keep their length, and are less the mean before heads see them. */
  private pass(x: Tensor2D): Pass {
    const { tf, inputs, weights } = this;
    const { dimensions } = inputs;
    const count = this.yesOrNo.length;
    const layer = layerOf(tf, inputs, weights);
    const outputs = tf.tensor2d(weights.outputs.slice(), [dimensions, count]);
    const biases = tf.tensor2d(weights.biases.slice(), [1, count]);
    const through = passThrough(tf, layer, x);
    const own = lengths(tf, x);
    const adapted = tf.sub<Tensor2D>(tf.mul(through.unit, own), layer.mean);
    const said = tf.add<Tensor2D>(tf.matMul(adapted, outputs), biases);
    return { ...through, layer, outputs, own, adapted, said };
  }

  /** Which numbers of an embedding take part, scaled so that their sum is as large on average. */
  private kept(rows: number): Tensor2D {
    const { dimensions } = this.inputs;
    const { dropout } = this.options;
    const kept = new Float32Array(rows * dimensions).fill(1);
    if (dropout > 0) {
      for (let i = 0; i < kept.length; i++) kept[i] = this.random.next() < dropout ? 0 : 1 / (1 - dropout);
    }
    return this.tf.tensor2d(kept, [rows, dimensions]);
  }
}
