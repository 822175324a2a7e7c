import { createRandom } from '../../../kernel/src/statistics/random.js';
import type { Task } from '../../../kernel/src/task.js';
import { type HeadOptions, nestedScores } from '../../../kernel/src/text/heads.js';
import { type TextDesign, textDesign } from '../../../kernel/src/text/text-design.js';

/** Texts made up of random words, with made-up embeddings that know nothing of them, and rows that carry them. */
export interface Planted {
  readonly design: TextDesign;
  readonly rows: number;
  /** Per distinct text: a direction across all axes of the embedding, mean 0 and variance 1. */
  readonly oblique: Float64Array;
  /** Per distinct text: 1 where it has the word `keyword`, about 3 in 10. */
  readonly keyword: Float64Array;
  /** Fold of a row, 0 to 4. */
  readonly foldOf: Int8Array;
  /** Standard normal draws, one per row. */
  readonly noise: () => Float64Array;
}

export function plantTexts(
  texts: number,
  rows: number,
  dimensions: number,
  seed: number,
  maxTerms?: number,
): Planted {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const embedding = new Float32Array(texts * dimensions);
  const oblique = new Float64Array(texts);
  const size = Math.sqrt(Array.from({ length: dimensions }, (_, j) => 1 / (1 + j)).reduce((a, b) => a + b));
  for (let i = 0; i < embedding.length; i++) {
    const j = i % dimensions;
    embedding[i] = normal() / Math.sqrt(1 + j);
    oblique[Math.floor(i / dimensions)] += embedding[i] / size;
  }
  const word = () => `w${Math.floor(400 * random.next() ** 2)}`;
  const keyword = Float64Array.from({ length: texts }, () => (random.next() < 0.3 ? 1 : 0));
  const distinct = Array.from(keyword, (has, i) => {
    const words = Array.from({ length: 9 }, word);
    return `${words.slice(0, i % 9).join(' ')} ${has ? 'keyword' : word()} ${words.slice(i % 9).join(' ')}`;
  });
  const codes = Int32Array.from({ length: rows }, () => random.below(texts));
  const foldOf = Int8Array.from({ length: rows }, () => random.below(5));
  const column = { kind: 'text', name: 'browsed', type: 'text', codes, distinct } as const;
  return {
    design: textDesign('browsed', column, embedding, dimensions, { maxTerms }),
    rows,
    oblique,
    keyword,
    foldOf,
    noise: () => Float64Array.from({ length: rows }, normal),
  };
}

/** Share of the variance of `truth` explained by `guess`, over entries where the guess is a number. */
export function rSquared(guess: ArrayLike<number>, truth: ArrayLike<number>): number {
  const kept = Array.from(truth, (_, i) => i).filter((i) => !Number.isNaN(guess[i]));
  const mean = kept.reduce((sum, i) => sum + truth[i], 0) / kept.length;
  const left = kept.reduce((sum, i) => sum + (guess[i] - truth[i]) ** 2, 0);
  return 1 - left / kept.reduce((sum, i) => sum + (truth[i] - mean) ** 2, 0);
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Nested scores of one question. */
export function nestedScore(
  design: TextDesign,
  y: Float64Array,
  use: Uint8Array,
  foldOf: Int8Array,
  folds: number,
  options: HeadOptions,
  task: Task,
): Float64Array[] {
  return nestedScores(design, [{ y, use }], foldOf, folds, options, task)[0];
}
