import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { type Batch, batchOf, lossOf, valuesOf } from './batch.js';
import { normal } from './draws.js';
import type { Lesson } from './lesson.js';
import type { NetworkInputs } from './network-inputs.js';
import type { NetworkOptions } from './network-options.js';
import { trainInPasses } from './passes.js';
import { type Tensors, tensors } from './tensors.js';

/** Spread of the weights of outputs at the start. */
const outputStart = 0.1;

/** What a network learns. */
export interface Weights {
  /** `width` x `hidden`, row-major. */
  readonly trunk: Float32Array;
  /** `hidden` x questions, row-major, and a bias per question. */
  readonly outputs: Float32Array;
  readonly biases: Float32Array;
}

/** Weights as tensors. */
interface Layers {
  readonly trunk: Tensor2D;
  readonly outputs: Tensor2D;
  readonly biases: Tensor2D;
}

/** Rows on their way through the network. */
interface Pass {
  readonly layer: Tensor2D;
  /** The layer with what dropout keeps of it. */
  readonly hidden: Tensor2D;
  readonly said: Tensor2D;
}

interface Gradients extends Layers {
  /** Of the sums that go into the shared layer, per row. */
  readonly back: Tensor2D;
}

/** A network in training. Products are tfjs's; weights stay here, where a step of Adam costs least. To be disposed of. */
export class Trainer {
  private readonly tf: Tensors = tensors();
  private readonly weights: Weights;
  private readonly values: Tensor2D;
  /** 1 per question that is a yes or no. */
  private readonly binomial: Tensor2D;
  /** 1 per number of a text that belongs to its embedding. */
  private readonly embedded: Tensor2D;

  /** @param yesOrNo per question */
  constructor(
    private readonly inputs: NetworkInputs,
    private readonly yesOrNo: readonly boolean[],
    private readonly options: NetworkOptions,
    private readonly random: Random,
  ) {
    const { tf } = this;
    const { values, width, design } = inputs;
    const { hidden } = options;
    const start = (length: number, spread: number): Float32Array =>
      Float32Array.from({ length }, () => spread * normal(random));
    this.weights = {
      // He et al. 2015, for inputs of variance 1.
      trunk: start(width * hidden, Math.sqrt(2 / width)),
      outputs: start(hidden * yesOrNo.length, outputStart),
      biases: new Float32Array(yesOrNo.length),
    };
    this.values = tf.tensor2d(values, [values.length / width, width]);
    this.binomial = tf.tensor2d(yesOrNo.map(Number), [1, yesOrNo.length]);
    const own = Array.from({ length: width }, (_, j) => (j < design.dimensions ? 1 : 0));
    this.embedded = tf.tensor2d(own, [1, width]);
  }

  /** The weights of the pass over `learning` that did best on `held`. */
  train(learning: Lesson, held: Lesson, task: Task): Weights {
    const { weights, random } = this;
    const training = {
      ...this.options,
      blocks: [weights.trunk, weights.outputs, weights.biases],
      gradients: (lesson: Lesson, rows: Int32Array) => this.gradientsOn(lesson, rows),
      loss: (lesson: Lesson, rows: Int32Array) => this.lossOn(lesson, rows),
    };
    trainInPasses(training, learning, held, random, task);
    return weights;
  }

  dispose(): void {
    for (const tensor of [this.values, this.binomial, this.embedded]) tensor.dispose();
  }

  /** Of the mean loss of some rows and the penalty, by trunk, outputs and biases. */
  private gradientsOn(lesson: Lesson, rows: Int32Array): ArrayLike<number>[] {
    const { tf } = this;
    const { adversarial, l2 } = this.options;
    const found: Tensor2D[] = tf.tidy(() => {
      const layers = this.layers();
      const own = this.batchOf(lesson, rows, true);
      const kept = this.dropped(rows.length);
      const plain = this.gradients(layers, own.x, own, kept);
      const moved =
        adversarial > 0
          ? this.gradients(layers, this.moveAgainst(layers, own.x, plain), own, kept)
          : undefined;
      const mean = (of: (found: Layers) => Tensor2D): Tensor2D =>
        moved ? tf.mul<Tensor2D>(tf.add(of(plain), of(moved)), 0.5) : of(plain);
      return [
        tf.add<Tensor2D>(
          mean(({ trunk }) => trunk),
          tf.mul(layers.trunk, l2),
        ),
        tf.add<Tensor2D>(
          mean(({ outputs }) => outputs),
          tf.mul(layers.outputs, l2),
        ),
        mean(({ biases }) => biases),
      ];
    });
    return valuesOf(found);
  }

  private lossOn(lesson: Lesson, rows: Int32Array): number {
    const { tf, binomial } = this;
    return tf.tidy(() => {
      const own = this.batchOf(lesson, rows, false);
      return lossOf(tf, this.pass(this.layers(), own.x, undefined).said, own, binomial);
    });
  }

  private pass({ trunk, outputs, biases }: Layers, x: Tensor2D, kept: Tensor2D | undefined): Pass {
    const { tf } = this;
    const layer = tf.relu(tf.matMul<Tensor2D>(x, trunk));
    const hidden = kept ? tf.mul<Tensor2D>(layer, kept) : layer;
    return { layer, hidden, said: tf.add<Tensor2D>(tf.matMul(hidden, outputs), biases) };
  }

  /** Gradients of the mean loss of a row: back through two layers there is little to derive. */
  private gradients(
    layers: Layers,
    x: Tensor2D,
    { answers, answered }: Batch,
    kept: Tensor2D | undefined,
  ): Gradients {
    const { tf, binomial } = this;
    const { layer, hidden, said } = this.pass(layers, x, kept);
    const expected = tf.add(said, tf.mul(tf.sub(tf.sigmoid(said), said), binomial));
    const error = tf.div<Tensor2D>(tf.mul(tf.sub(expected, answers), answered), x.shape[0]);
    const through = tf.mul<Tensor2D>(tf.matMul(error, layers.outputs, false, true), tf.step(layer));
    const back = kept ? tf.mul<Tensor2D>(through, kept) : through;
    return {
      trunk: tf.matMul(x, back, true),
      outputs: tf.matMul(hidden, error, true),
      biases: tf.sum<Tensor2D>(error, 0, true),
      back,
    };
  }

  /** Embeddings moved along the gradient of the loss: the fast gradient method (Miyato, Dai and Goodfellow 2017). */
  private moveAgainst({ trunk }: Layers, x: Tensor2D, { back }: Gradients): Tensor2D {
    const { tf, embedded } = this;
    const along = tf.mul(tf.matMul(back, trunk, false, true), embedded);
    const length = (of: Tensor) => tf.sqrt(tf.add(tf.sum(tf.square(of), 1, true), 1e-12));
    const size = tf.mul(length(tf.mul(x, embedded)), this.options.adversarial);
    return tf.add(x, tf.mul(tf.div(along, length(along)), size));
  }

  /** Which units of the shared layer take part, scaled so that their sum is as large on average. */
  private dropped(rows: number): Tensor2D | undefined {
    const { dropout, hidden } = this.options;
    if (dropout === 0) return undefined;
    const kept = new Float32Array(rows * hidden);
    for (let i = 0; i < kept.length; i++) kept[i] = this.random.next() < dropout ? 0 : 1 / (1 - dropout);
    return this.tf.tensor2d(kept, [rows, hidden]);
  }

  private layers(): Layers {
    const { tf, weights } = this;
    const { hidden } = this.options;
    const count = this.yesOrNo.length;
    // Copies, since a tensor may keep the array it was given.
    return {
      trunk: tf.tensor2d(weights.trunk.slice(), [weights.trunk.length / hidden, hidden]),
      outputs: tf.tensor2d(weights.outputs.slice(), [hidden, count]),
      biases: tf.tensor2d(weights.biases.slice(), [1, count]),
    };
  }

  /** @param mayChange whether a changed copy may stand for a text, which half of those that have one let it */
  private batchOf(lesson: Lesson, rows: Int32Array, mayChange: boolean): Batch {
    const { tf, values, random } = this;
    const { copyOf } = this.inputs;
    return batchOf(tf, values, lesson, rows, (text) => {
      const copy = mayChange ? copyOf[text] : -1;
      return copy >= 0 && random.next() < 0.5 ? copy : text;
    });
  }
}
