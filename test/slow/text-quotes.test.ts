import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Told } from '../../kernel/src/preview/question.js';
import { findQuote } from '../../kernel/src/preview/quotes.js';
import { createRandom } from '../../kernel/src/statistics/random.js';
import { countTerms } from '../../kernel/src/text/words.js';
import { drawBrowsing } from '../../samples/generate/browsing.js';
import { createDraws } from '../../samples/generate/random.js';
import { sharedData } from '../kernel/effects/tables.js';

const seeds = Number(process.env.SEEDS ?? 200);
const rows = 2500;

interface Corpus {
  readonly texts: readonly string[];
  /** What confounds: standardised, one number per text. */
  readonly confounder: readonly number[];
}

/** Real reviews, of which praise confounds. */
function reviews(): Corpus | undefined {
  const path = sharedData('text/amazon_alexa_dedup.tsv');
  if (!path) return undefined;
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const texts = lines.map((line) => (line.split('\t')[3] ?? '').trim()).filter((text) => text !== '');
  const praise = /\b(love[sd]?|great|perfect|awesome|amazing|excellent|easy|good|best|fun|happy|nice)\b/gi;
  return {
    texts,
    confounder: standardised(texts.map((text) => Math.min(3, text.match(praise)?.length ?? 0))),
  };
}

/** Histories of the generated shop, of which the wish to buy confounds. */
function histories(): Corpus {
  const browsings = drawBrowsing(rows, createDraws(11));
  return {
    texts: browsings.map(({ text }) => text),
    confounder: standardised(browsings.map(({ keenness }) => keenness)),
  };
}

function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((v) => (v - mean) / spread);
}

const termsOf = ({ texts }: Corpus) => texts.map((text) => [...countTerms(text).keys()]);

/** In how many draws a term is told of, where the odds of a treatment or an outcome are `strength` per spread of the confounder. */
async function told(corpus: Corpus, strength: number, role: Told, quote?: string): Promise<number> {
  const all = termsOf(corpus);
  let found = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { next } = createRandom(seed);
    const drawn = Array.from({ length: rows }, () => Math.floor(next() * corpus.texts.length));
    const values = drawn.map((i) => next() < 1 / (1 + Math.exp(-strength * corpus.confounder[i])));
    const terms = drawn.map((i, row) => (quote && values[row] && next() < 0.3 ? [...all[i], quote] : all[i]));
    const answer = await findQuote(terms, values.map(String), role);
    if (quote ? answer?.term === quote : answer) found++;
  }
  return found;
}

describe.each([
  ['reviews', reviews()],
  ['histories', histories()],
] as const)('%s', (name, corpus) => {
  it.skipIf(!corpus)('raise no alarm where they confound, and are told of where a third quotes', async () => {
    if (!corpus) return;
    const counts = {
      'irrelevant texts': await told(corpus, 0, 'treatment'),
      'odds of e per spread': await told(corpus, 1, 'treatment'),
      'the same of an outcome': await told(corpus, 1, 'outcome'),
      'a code in three of ten treated': await told(corpus, 1, 'treatment', 'save10'),
    };
    console.log(name, seeds, counts);
    // Of 1 % false alarms, more than 3.5 % of 200 samples have a chance of .1 %.
    expect(counts['irrelevant texts']).toBeLessThanOrEqual(0.035 * seeds);
    expect(counts['odds of e per spread']).toBeLessThanOrEqual(0.035 * seeds);
    expect(counts['the same of an outcome']).toBeLessThanOrEqual(0.035 * seeds);
    expect(counts['a code in three of ten treated']).toBe(seeds);
  });
});
