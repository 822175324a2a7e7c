import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { type Encoder, openEncoder } from '../../../kernel/src/text/encoder.js';
import { corpusOf } from '../../../kernel/src/text/lsa/corpus.js';
import { learnBasis } from '../../../kernel/src/text/lsa/learn-basis.js';
import { fitVectorizer, transformTexts } from '../../../kernel/src/text/ngrams.js';
import { ask, type Job, type Side } from '../../shared/contest.js';
import type { Part } from '../../shared/part.js';
import { carrier, fetchLeeDocuments, readLeeDocuments } from '../lee-documents.js';

const resamples = 1000;

/** Vectors of length 1, one per text. */
type Vectors = readonly Float64Array[];

async function encoded(encoder: Encoder, texts: readonly string[]): Promise<Vectors> {
  const vectors = await encoder.encode(texts, unwatched);
  const { dimensions } = encoder;
  return texts.map((_, i) => Float64Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions)));
}

/** The yardstick that needs no encoder: words and pairs of words, weighted. */
function wordVectors(texts: readonly string[], all: readonly string[]): Vectors {
  const matrix = transformTexts(fitVectorizer(all, { minDocuments: 1, maxTerms: 100_000 }), texts);
  return texts.map((_, i) => {
    const vector = new Float64Array(matrix.columns);
    for (let k = matrix.start[i]; k < matrix.start[i + 1]; k++) vector[matrix.column[k]] = matrix.value[k];
    return vector;
  });
}

/** How well the cosines of one encoder follow what people said. */
async function similarity({ encoder, learnt }: Job): Promise<object> {
  const { texts, ratings, background } = readLeeDocuments();
  const all = learnt === 'more' ? [...texts, ...background] : texts;
  let vectors: Vectors;
  if (encoder === 'words') vectors = wordVectors(texts, all);
  else {
    const basis = encoder === 'lsa' ? learnBasis(corpusOf(all, unwatched), unwatched) : undefined;
    vectors = await encoded(await openEncoder(String(encoder), { device: 'cpu' }, { basis }), texts);
  }
  const pairs = texts.flatMap((_, a) => texts.slice(a + 1).map((_, i) => [a, a + 1 + i] as const));
  const cosines = new Map(pairs.map(([a, b]) => [a * texts.length + b, dot(vectors[a], vectors[b])]));
  type Pairs = readonly (readonly [number, number])[];
  const cosinesOf = (chosen: Pairs) => chosen.map(([a, b]) => cosines.get(a * texts.length + b) ?? 0);
  const ratingsOf = (chosen: Pairs) => chosen.map(([a, b]) => ratings[a][b]);
  const agreement = (chosen: Pairs): number =>
    correlation(ranks(cosinesOf(chosen)), ranks(ratingsOf(chosen)));
  // Pairs share texts, so texts are drawn again, not pairs; a text drawn twice is not paired with itself.
  const random = createRandom(1);
  const spread = Array.from({ length: resamples }, () => {
    const drawn = Int32Array.from(texts, () => random.below(texts.length)).sort();
    return agreement(
      [...drawn.keys()].flatMap((i) =>
        [...drawn.subarray(i + 1)].filter((b) => b !== drawn[i]).map((b) => [drawn[i], b] as const),
      ),
    );
  }).sort((a, b) => a - b);
  const [low, high] = [spread[Math.floor(0.025 * resamples)], spread[Math.ceil(0.975 * resamples) - 1]];
  const pearson = correlation(cosinesOf(pairs), ratingsOf(pairs));
  return { ...cost(), spearman: agreement(pairs), low, high, pearson, dimensions: vectors[0].length };
}

/** What an answer must hold; nothing is timed here. */
function cost(): object {
  return { seconds: 0, cpuSeconds: 0, peakMb: 0, grownMb: 0 };
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, j) => sum + x * b[j], 0);
}

/** Ranks from 0 on; equal numbers share the mean of theirs. */
function ranks(numbers: readonly number[]): number[] {
  const order = [...numbers.keys()].sort((a, b) => numbers[a] - numbers[b]);
  const found = new Array<number>(numbers.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && numbers[order[to]] === numbers[order[from]]) to += 1;
    for (let i = from; i < to; i++) found[order[i]] = (from + to - 1) / 2;
  }
  return found;
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mx) * (y[i] - my);
    xx += (value - mx) ** 2;
    yy += (y[i] - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}

const sides: readonly (readonly [name: string, job: Omit<Job, 'threads'>])[] = [
  ['`use-lite`', { encoder: 'use-lite' }],
  ['`use-lite-int8`', { encoder: 'use-lite-int8' }],
  ['`lsa`, learnt from the fifty', { encoder: 'lsa', learnt: 'these' }],
  ['`lsa`, learnt from these and three hundred more', { encoder: 'lsa', learnt: 'more' }],
  ['words in common, weighted by the fifty', { encoder: 'words', learnt: 'these' }],
  ['words in common, weighted by all', { encoder: 'words', learnt: 'more' }],
];

export const similarityPart: Part = {
  title: 'What people find alike',
  note:
    'Spearman correlation of the cosine of two texts with how alike people found them: 1,225 pairs of fifty short news texts of 51 to 126 words (Lee, Pincombe and Welsh 2005), which the ' +
    'tests of the Python package gensim carry. No set of single sentences with ratings was found in the packages of npm and PyPI. The interval is the middle 95 % of a thousand draws of fifty texts with replacement. ' +
    'Of most pairs people said that they have little to do with one another, so most ranks are of differences among those; the linear correlation (Pearson) stands beside it. ' +
    'The words in common are the yardstick: cosines of words and pairs of words, weighted by how rare they are.',
  columns: ['encoder', 'dimensions', 'Spearman', '95 % interval', 'Pearson'],
  measures: { similarity },
  run() {
    const here = fetchLeeDocuments();
    const rows = sides.map(([name, job]) => {
      const side: Side = { name, runs: { ours: 'similarity' }, job: { ...job, threads: 1 } as Job };
      const answer = here ? ask(side) : undefined;
      if (!answer) return [name, '', 'failed', '', ''];
      const { spearman, low, high, pearson, dimensions } = answer;
      const [rank, from, to, line] = [spearman, low, high, pearson].map((x) => Number(x).toFixed(3));
      return [name, String(dimensions), rank, `${from} to ${to}`, line];
    });
    return { rows, versions: [carrier.replace('==', ' '), 'onnxruntime-node 1.30.0'] };
  },
};
