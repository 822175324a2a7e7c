import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Lesson } from './lesson.js';
import type { Tensors } from './tensors.js';

/** Rows of a lesson as tensors. */
export interface Batch {
  readonly x: Tensor2D;
  readonly answers: Tensor2D;
  readonly answered: Tensor2D;
}

/**
 * Some rows of a lesson.
 *
 * @param values one row per text
 * @param textOf which text stands for a row's own
 */
export function batchOf(
  tf: Tensors,
  values: Tensor2D,
  { texts, answers, answered, questions }: Lesson,
  rows: Int32Array,
  textOf: (text: number) => number = (text) => text,
): Batch {
  const pick = (from: Float32Array): Tensor2D => {
    const picked = new Float32Array(rows.length * questions);
    rows.forEach((row, i) => {
      for (let q = 0; q < questions; q++) picked[i * questions + q] = from[row * questions + q];
    });
    return tf.tensor2d(picked, [rows.length, questions]);
  };
  const own = rows.map((row) => textOf(texts[row]));
  return {
    x: tf.gather(values, tf.tensor1d(own, 'int32')),
    answers: pick(answers),
    answered: pick(answered),
  };
}

/**
 * Sum of the losses of what was said of some rows: cross-entropy of a yes or no, half the squared error of a number, each where there is an answer.
 *
 * @param binomial 1 per question that is a yes or no
 */
export function lossOf(
  tf: Tensors,
  said: Tensor2D,
  { answers, answered }: Pick<Batch, 'answers' | 'answered'>,
  binomial: Tensor2D,
): number {
  const ofChoices = tf.sub(tf.softplus(said), tf.mul(said, answers));
  const ofNumbers = tf.mul(tf.square(tf.sub(said, answers)), 0.5);
  const each = tf.add(ofNumbers, tf.mul(tf.sub(ofChoices, ofNumbers), binomial));
  return tf.sum(tf.mul(each, answered)).dataSync()[0];
}

/** Numbers of tensors, which are disposed of. */
export function valuesOf(found: readonly Tensor2D[]): ArrayLike<number>[] {
  return found.map((tensor) => {
    const values = tensor.dataSync();
    tensor.dispose();
    return values;
  });
}
