import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { Adam } from './adam.js';
import { normal, shuffle } from './draws.js';
import type { Lesson } from './lesson.js';
import type { NetworkInputs } from './network-inputs.js';
import type { NetworkOptions } from './network-options.js';
import { type Tensors, tensors } from './tensors.js';

/** Rows of one step, and of one look at held-out rows. */
const batch = 256;
const judgedAtOnce = 2048;
/** Passes without a gain on held-out rows after which training stops. */
const patience = 8;
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

/** Rows of a lesson as tensors. */
interface Batch {
  readonly x: Tensor2D;
  readonly answers: Tensor2D;
  readonly answered: Tensor2D;
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
    const { epochs, learningRate } = this.options;
    const order = Int32Array.from(learning.texts.keys());
    const adam = new Adam([weights.trunk, weights.outputs, weights.biases], learningRate);
    let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, weights: copyOf(weights) };
    for (let epoch = 0; epoch < epochs && epoch - best.epoch <= patience; epoch++) {
      shuffle(order, random);
      for (let from = 0; from < order.length; from += batch) {
        task.check();
        adam.step(this.gradientsOn(learning, order.subarray(from, from + batch)));
      }
      const loss = this.judge(held, task);
      if (loss < best.loss) best = { loss, epoch, weights: copyOf(weights) };
      task.report((epoch + 1) / epochs);
    }
    return best.weights;
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
    return found.map((tensor) => {
      const values = tensor.dataSync();
      tensor.dispose();
      return values;
    });
  }

  /** Mean loss of rows, without dropout. */
  private judge(lesson: Lesson, task: Task): number {
    const { tf, binomial } = this;
    const rows = Int32Array.from(lesson.texts.keys());
    let total = 0;
    for (let from = 0; from < rows.length; from += judgedAtOnce) {
      task.check();
      total += tf.tidy(() => {
        const { x, answers, answered } = this.batchOf(
          lesson,
          rows.subarray(from, from + judgedAtOnce),
          false,
        );
        const { said } = this.pass(this.layers(), x, undefined);
        const ofChoices = tf.sub(tf.softplus(said), tf.mul(said, answers));
        const ofNumbers = tf.mul(tf.square(tf.sub(said, answers)), 0.5);
        const each = tf.add(ofNumbers, tf.mul(tf.sub(ofChoices, ofNumbers), binomial));
        return tf.sum(tf.mul(each, answered)).dataSync()[0];
      });
    }
    return total / rows.length;
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
  private batchOf(
    { texts, answers, answered, questions }: Lesson,
    rows: Int32Array,
    mayChange: boolean,
  ): Batch {
    const { tf, random } = this;
    const { copyOf } = this.inputs;
    const pick = (from: Float32Array): Tensor2D => {
      const picked = new Float32Array(rows.length * questions);
      rows.forEach((row, i) => {
        for (let q = 0; q < questions; q++) picked[i * questions + q] = from[row * questions + q];
      });
      return tf.tensor2d(picked, [rows.length, questions]);
    };
    const own = rows.map((row) => {
      const copy = mayChange ? copyOf[texts[row]] : -1;
      return copy >= 0 && random.next() < 0.5 ? copy : texts[row];
    });
    return {
      x: tf.gather(this.values, tf.tensor1d(own, 'int32')),
      answers: pick(answers),
      answered: pick(answered),
    };
  }
}

function copyOf({ trunk, outputs, biases }: Weights): Weights {
  return { trunk: trunk.slice(), outputs: outputs.slice(), biases: biases.slice() };
}
