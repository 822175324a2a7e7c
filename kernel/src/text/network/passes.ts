import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { Adam } from './adam.js';
import { shuffle } from './draws.js';
import type { Lesson } from './lesson.js';

/** Rows of one step, and of one look at held-out rows. */
const batch = 256;
const judgedAtOnce = 2048;
/** Passes without a gain on held-out rows after which training stops. */
const patience = 8;

/** What is trained, and by what. */
export interface Training {
  /** Weights, which are changed in place. */
  readonly blocks: readonly Float32Array[];
  readonly epochs: number;
  readonly learningRate: number;
  /** Of the mean loss of some rows of a lesson and the penalty, one block each. */
  gradients(lesson: Lesson, rows: Int32Array): readonly ArrayLike<number>[];
  /** Sum of the losses of some rows, each over what it answers, without dropout. */
  loss(lesson: Lesson, rows: Int32Array): number;
}

/** Trains by Adam in passes over the rows of `learning`, in an order that is drawn anew each time; the weights are then those of the pass that did best on `held`. */
export function trainInPasses(
  training: Training,
  learning: Lesson,
  held: Lesson,
  random: Random,
  task: Task,
): void {
  const { blocks, epochs, learningRate } = training;
  const order = Int32Array.from(learning.texts.keys());
  const adam = new Adam(blocks, learningRate);
  const now = (): Float32Array[] => blocks.map((block) => block.slice());
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, blocks: now() };
  for (let epoch = 0; epoch < epochs && epoch - best.epoch <= patience; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += batch) {
      task.check();
      adam.step(training.gradients(learning, order.subarray(from, from + batch)));
    }
    const loss = meanLoss(training, held, task);
    if (loss < best.loss) best = { loss, epoch, blocks: now() };
    task.report((epoch + 1) / epochs);
  }
  blocks.forEach((block, b) => {
    block.set(best.blocks[b]);
  });
}

function meanLoss(training: Training, lesson: Lesson, task: Task): number {
  const rows = Int32Array.from(lesson.texts.keys());
  let total = 0;
  for (let from = 0; from < rows.length; from += judgedAtOnce) {
    task.check();
    total += training.loss(lesson, rows.subarray(from, from + judgedAtOnce));
  }
  return total / rows.length;
}
