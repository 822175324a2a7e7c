import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { fitHeads, type Head, scoreHead } from '../heads.js';
import { lessonOf, type NetworkQuestion, standardOf } from '../network/lesson.js';
import type { TextDesign } from '../text-design.js';
import type { AdaptOptions } from './adapt-options.js';
import { type Adapter, adaptVectors } from './adapter.js';
import { type AdapterInputs, adapterInputs } from './adapter-layer.js';
import { type Gain, gainOf, isClear } from './gain.js';
import { trainSupervised } from './supervised-trainer.js';

/** Parts of the texts: what an adapter learns from, what it is stopped by, and what it is judged by. */
const parts = ['learning', 'learning', 'learning', 'stopping', 'judging'] as const;
/** Fewer texts than these tell no error. */
const fewestTexts = 20;

/** A linear score of an adapted embedding and n-grams. */
export interface AdaptedHead {
  readonly version: 1;
  readonly kind: 'adapted';
  readonly adapter: Adapter;
  readonly head: Head;
}

/** Heads of one lesson. */
export interface SupervisedFit {
  /** One per question: on the embedding as it is where adapting it gained nothing. */
  readonly heads: readonly (Head | AdaptedHead)[];
  /** Distinct texts' scores, per question. */
  readonly scores: readonly Float64Array[];
  /** Share of the variance of held-out answers that heads tell; absent where there are too few texts. */
  readonly gain?: Gain;
  readonly adapted: boolean;
}

/** Scores of the distinct texts of any design of the text. */
export function scoreAdapted(design: TextDesign, { adapter, head }: AdaptedHead): Float64Array {
  return scoreHead({ ...design, embedding: adaptVectors(adapter, design.embedding) }, head);
}

/** Learns heads on adapted embeddings for one set of rows after another. */
export class SupervisedAdapting {
  private readonly inputs: AdapterInputs;

  constructor(
    private readonly design: TextDesign,
    private readonly questions: readonly NetworkQuestion[],
    private readonly options: AdaptOptions,
    private readonly seed: number,
  ) {
    this.inputs = adapterInputs(design.embedding, design.dimensions);
  }

  /**
   * An adapter trained on three fifths of the texts and stopped by one; ridge regressions on the embedding with it and without it, fitted on these four fifths, say on
   * the last whether it gains. Then the better of the two is fitted on all rows that are seen. Texts that are in several rows count as one for the error.
   *
   * @param seen whether a row may be looked at
   */
  fit(seen: (row: number) => boolean, task: Task): SupervisedFit {
    const { design, seed } = this;
    const random = createRandom(seed, 43);
    const partOf = Array.from({ length: design.distinct }, () => parts[random.below(parts.length)]);
    const adapter = this.train(seen, partOf, task.part(0, 0.6));
    const adapted = adapter && { ...design, embedding: adaptVectors(adapter, design.embedding, task) };
    const gain = adapted && this.judge(adapted, seen, partOf, task.part(0.6, 0.8));
    const used = gain && isClear(gain) ? adapter : undefined;
    const read = (used && adapted) ?? design;
    const fitted = this.heads(read, seen, task.part(0.8, 1));
    return {
      heads: fitted.map((head) => (used ? { version: 1, kind: 'adapted', adapter: used, head } : head)),
      scores: fitted.map((head) => scoreHead(read, head)),
      ...(gain && { gain }),
      adapted: used !== undefined,
    };
  }

  private train(
    seen: (row: number) => boolean,
    partOf: readonly (typeof parts)[number][],
    task: Task,
  ): Adapter | undefined {
    const { design, questions, options, seed } = this;
    const learnt = (row: number) => seen(row) && partOf[design.codes[row]] === 'learning';
    const standards = questions.map((question) => standardOf(design.codes, question, learnt));
    const [learning, stopping] = (['learning', 'stopping'] as const).map((part) =>
      lessonOf(design.codes, questions, standards, 0, (row, text) => seen(row) && partOf[text] === part),
    );
    if (learning.texts.length === 0 || stopping.texts.length === 0) return undefined;
    const yesOrNo = questions.map(({ family }) => family === 'binomial');
    const random = createRandom(seed, 44);
    return trainSupervised(this.inputs, yesOrNo, learning, stopping, options, random, task);
  }

  private judge(
    adapted: TextDesign,
    seen: (row: number) => boolean,
    partOf: readonly (typeof parts)[number][],
    task: Task,
  ): Gain | undefined {
    const { codes } = this.design;
    const learnt = (row: number) => seen(row) && codes[row] >= 0 && partOf[codes[row]] !== 'judging';
    const judging = (row: number) => seen(row) && codes[row] >= 0 && partOf[codes[row]] === 'judging';
    const [before, after] = [this.design, adapted].map((design, i) => {
      const heads = this.heads(design, learnt, task.part(i / 2, (i + 1) / 2));
      return this.losses(
        heads.map((head) => scoreHead(design, head)),
        judging,
      );
    });
    return gainByTexts(before, after);
  }

  private heads(design: TextDesign, seen: (row: number) => boolean, task: Task): Head[] {
    const lessons = this.questions.map(({ y, use }) => ({
      rows: Int32Array.from(use.keys()).filter((row) => use[row] === 1 && seen(row)),
      y,
    }));
    return fitHeads(design, lessons, { seed: this.seed }, task);
  }

  /** Squared errors in variances of the answers, summed by text over rows and questions, and how many they are. */
  private losses(scores: readonly Float64Array[], judged: (row: number) => boolean): Losses {
    const { design, questions } = this;
    const { codes, distinct } = design;
    const losses = { sum: new Float64Array(distinct), count: new Float64Array(distinct) };
    questions.forEach(({ y, use }, q) => {
      const rows = Int32Array.from(use.keys()).filter(
        (row) => use[row] === 1 && judged(row) && !Number.isNaN(y[row]),
      );
      const mean = rows.reduce((sum, row) => sum + y[row], 0) / rows.length;
      const variance = rows.reduce((sum, row) => sum + (y[row] - mean) ** 2, 0) / rows.length;
      if (!(variance > 0)) return;
      for (const row of rows) {
        losses.sum[codes[row]] += (y[row] - scores[q][codes[row]]) ** 2 / variance;
        losses.count[codes[row]] += 1;
      }
    });
    return losses;
  }
}

interface Losses {
  readonly sum: Float64Array;
  readonly count: Float64Array;
}

/** Ratios of sums over texts, and the error of their difference by its influence function. */
function gainByTexts(before: Losses, after: Losses): Gain | undefined {
  const texts = Int32Array.from(before.count.keys()).filter((text) => before.count[text] > 0);
  const n = texts.length;
  if (n < fewestTexts) return undefined;
  const total = (values: Float64Array) => texts.reduce((sum, text) => sum + values[text], 0);
  const answers = total(before.count);
  const [one, other] = [total(before.sum) / answers, total(after.sum) / answers];
  const squares = texts.reduce((sum, text) => {
    const apart = before.sum[text] - after.sum[text] - (one - other) * before.count[text];
    return sum + apart ** 2;
  }, 0);
  const stdError = Math.sqrt(((n / (n - 1)) * squares) / answers ** 2);
  return gainOf(1 - one, 1 - other, stdError, n - 1);
}
