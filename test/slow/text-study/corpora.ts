import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { embedDistinct } from '../../../kernel/src/text/embedding-cache.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';
import { embeddingStore } from '../../../kernel/src/text/kept-embeddings.js';
import { type TextDesign, textDesign } from '../../../kernel/src/text/text-design.js';
import { drawBrowsing } from '../../../samples/generate/browsing.js';
import { createDraws } from '../../../samples/generate/random.js';
import { sharedData } from '../../kernel/effects/tables.js';

/** Distinct texts with what may confound in them: one standardised number per text for each kind of confounder. */
export interface Corpus {
  readonly name: string;
  readonly texts: readonly string[];
  /** One row per text. */
  readonly design: TextDesign;
  /** A direction across all axes of the embedding. */
  readonly oblique: Float64Array;
  /** Whether a text is about one topic, told by a few words. */
  readonly topic: Float64Array;
  /** How a text feels about it. */
  readonly sentiment: Float64Array;
  /** Whether a text has a word that gives the treatment away. */
  readonly word: Float64Array;
}

const praise =
  /\b(love[sd]?|great|perfect|awesome|amazing|excellent|easy|good|best|fun|happy|nice|fantastic|enjoy\w*)\b/gi;
const blame =
  /\b(not|no|never|doesn't|don't|disappoint\w*|bad|poor|stop\w*|problem\w*|return\w*|terrible|wrong|difficult|useless|hard|waste)\b/gi;

/** Real reviews of a voice assistant; undefined where the file is not on this machine. */
export async function reviews(): Promise<Corpus | undefined> {
  const path = sharedData('text/amazon_alexa_dedup.tsv');
  if (!path) return undefined;
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const texts = [...new Set(lines.map((line) => (line.split('\t')[3] ?? '').trim()))].filter((t) => t !== '');
  const counted = (words: RegExp) => (text: string) => text.match(words)?.length ?? 0;
  const sentimentOf = (text: string) =>
    Math.max(-3, Math.min(3, counted(praise)(text) - counted(blame)(text)));
  return corpus('reviews', texts, {
    topic: /\b(music|song|songs|spotify|radio|speaker|sound)\b/i,
    word: /\b(echo|dot)\b/i,
    sentiment: texts.map(sentimentOf),
  });
}

/** Browse histories of the generated shop, English and Chinese. */
export async function histories(): Promise<Corpus> {
  const browsings = drawBrowsing(3000, createDraws(11));
  return corpus(
    'shop',
    browsings.map(({ text }) => text),
    {
      topic: /shoes|earbuds|stroller|跑步鞋|无线耳机|婴儿推车/,
      word: /coffee|tent|tea|咖啡机|登山帐篷|绿茶/,
      sentiment: browsings.map(({ keenness }) => keenness),
    },
  );
}

async function corpus(
  name: string,
  texts: readonly string[],
  { topic, word, sentiment }: { topic: RegExp; word: RegExp; sentiment: readonly number[] },
): Promise<Corpus> {
  const store = await openStore(join(process.cwd(), '.cache/text-study'), () => {});
  const encoder = await openEncoder('use-lite');
  const { vectors } = await embedDistinct(texts, encoder, embeddingStore(store), unwatched);
  const codes = Int32Array.from(texts.keys());
  const column = { kind: 'text', name: 'history', type: 'text', codes, distinct: texts } as const;
  const design = textDesign('browsing', column, vectors, encoder.dimensions);
  const { next } = createRandom(5);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const direction = Float64Array.from({ length: encoder.dimensions }, normal);
  const along = (_: string, i: number) =>
    direction.reduce((sum, d, j) => sum + d * vectors[i * encoder.dimensions + j], 0);
  return {
    name,
    texts,
    design,
    oblique: standardised(texts.map(along)),
    topic: standardised(texts.map((text) => (topic.test(text) ? 1 : 0))),
    word: standardised(texts.map((text) => (word.test(text) ? 1 : 0))),
    sentiment: standardised(sentiment),
  };
}

function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return Float64Array.from(values, (v) => (v - mean) / spread);
}
