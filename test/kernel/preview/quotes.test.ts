import { describe, expect, it } from 'vitest';
import { findQuote } from '../../../kernel/src/preview/quotes.js';
import { binomialUpperTail } from '../../../kernel/src/statistics/binomial.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`);

interface Sample {
  readonly terms: string[][];
  readonly values: string[];
}

/** Texts of words that stand in each with chance `often`, and a value drawn by what is in them. */
function draw(
  seed: number,
  rows: number,
  often: number,
  vocabulary: readonly string[],
  chance: (text: string[]) => number,
) {
  const { next } = createRandom(seed);
  const terms = Array.from({ length: rows }, () => vocabulary.filter(() => next() < often));
  return { terms, values: terms.map((text) => (next() < chance(text) ? 'true' : 'false')) };
}

/** In how many of `draws` samples anything is told of. */
async function alarms(draws: number, sample: (seed: number) => Sample, role: 'treatment' | 'outcome') {
  let told = 0;
  for (let seed = 1; seed <= draws; seed++) {
    const { terms, values } = sample(seed);
    if (await findQuote(terms, values, role)) told++;
  }
  return told;
}

describe('a term that nearly determines a value', () => {
  it('is told with the rows that have it', async () => {
    const { terms, values } = draw(1, 600, 0.1, words(200), () => 0.5);
    const quoting = terms.map((text, i) =>
      values[i] === 'true' && i % 2 === 0 ? [...text, 'save10'] : text,
    );
    const rows = quoting.filter((text) => text.includes('save10')).length;
    expect(await findQuote(quoting, values, 'treatment')).toEqual({
      term: 'save10',
      value: 'true',
      rows,
      agree: rows,
    });
  });

  it('is found among many arms, and where a few rows of others have it', async () => {
    const { next } = createRandom(3);
    const values = Array.from({ length: 3000 }, () => ['none', 'mens', 'womens'][Math.floor(3 * next())]);
    const terms = values.map((arm) =>
      next() < 0.003 || (arm === 'mens' && next() < 0.5) ? ['suit'] : ['hat'],
    );
    expect(await findQuote(terms, values, 'treatment')).toMatchObject({ term: 'suit', value: 'mens' });
  });

  it('is not told where texts say nothing of the value', async () => {
    expect(
      await alarms(200, (seed) => draw(seed, 400, 0.2, words(60), () => 0.5), 'treatment'),
    ).toBeLessThanOrEqual(2);
  });

  it('is not told where a treatment is given for what a text says, even for four in five', async () => {
    const chance = (text: string[]) => (text.includes('word0') ? 0.8 : text.includes('word1') ? 0.2 : 0.5);
    expect(await alarms(100, (seed) => draw(seed, 2500, 0.2, words(40), chance), 'treatment')).toBe(0);
  });

  it('is told by chance in one of a hundred samples at most, where others keep just a fifth of their share', async () => {
    // Half of all rows are treated; of those with one of ten words the untreated keep a fifth of one half.
    const sample = (seed: number) => {
      const { next } = createRandom(seed);
      const special = words(10);
      const terms: string[][] = [];
      const values: string[] = [];
      for (let row = 0; row < 3000; row++) {
        const treated = next() < 0.5;
        const frequent = treated ? 0.09 : 0.01;
        terms.push(special.filter(() => next() < frequent));
        values.push(String(treated));
      }
      return { terms, values };
    };
    // Of a mean of 2 in 200 draws, more than 6 have a chance of .5 %.
    expect(await alarms(200, sample, 'treatment')).toBeLessThanOrEqual(6);
  });

  it('foretells an outcome without quoting it, unless it stands in most texts that have it', async () => {
    const { next } = createRandom(9);
    const values = Array.from({ length: 3000 }, () => String(next() < 0.5));
    const praise = (share: number) =>
      values.map((value) => (next() < (value === 'true' ? share : share / 200) ? ['love'] : ['thing']));
    expect(await findQuote(praise(0.3), values, 'outcome')).toBeUndefined();
    expect(await findQuote(praise(0.8), values, 'outcome')).toMatchObject({ term: 'love', value: 'true' });
    expect(await findQuote(praise(0.3), values, 'treatment')).toMatchObject({ term: 'love' });
  });

  it('says nothing of a value that all rows share, nor of numbers', async () => {
    const terms = Array.from({ length: 500 }, () => ['a']);
    expect(
      await findQuote(
        terms,
        terms.map(() => 'true'),
        'treatment',
      ),
    ).toBeUndefined();
    expect(
      await findQuote(
        terms,
        terms.map((_, i) => String(i)),
        'outcome',
      ),
    ).toBeUndefined();
  });
});

describe('the upper tail of a binomial', () => {
  it('is the sum of its masses', () => {
    expect(binomialUpperTail(0, 10, 0.3)).toBeCloseTo(1, 12);
    expect(binomialUpperTail(10, 10, 0.3)).toBeCloseTo(0.3 ** 10, 15);
    expect(binomialUpperTail(9, 10, 0.3)).toBeCloseTo(0.3 ** 10 + 10 * 0.3 ** 9 * 0.7, 12);
    expect(binomialUpperTail(4950, 5000, 0.95)).toBeGreaterThan(0);
  });
});
