import { describe, expect, test } from 'vitest';
import { fitVectorizer, transformTexts } from '../../../kernel/src/text/ngrams.js';
import { countTerms } from '../../../kernel/src/text/words.js';

describe('countTerms', () => {
  test('counts words and pairs of neighbours, folded', () => {
    expect(Object.fromEntries(countTerms('Not GOOD, not good'))).toEqual({
      not: 2,
      good: 2,
      'not good': 2,
      'good not': 1,
    });
    expect([...countTerms('ＡＢＣ ﬁne don’t').keys()]).toContain("fine don't");
  });

  test('finds words without spaces, and pairs of characters', () => {
    const terms = [...countTerms('我喜欢电池').keys()];
    expect(terms).toEqual(expect.arrayContaining(['喜欢', '电池', '喜欢 电池', '#喜欢', '#欢电', '#电池']));
    expect([...countTerms('LED灯very亮').keys()]).toEqual(
      expect.arrayContaining(['led', '灯', 'very', '亮']),
    );
  });

  test('takes any string', () => {
    for (const blank of ['', ' \n', '\u0000', '\ud800', '?!…']) expect(countTerms(blank).size).toBe(0);
    expect([...countTerms('❤ مرحبا بالعالم \ud800x').keys()]).toEqual(
      expect.arrayContaining(['❤', 'مرحبا', 'مرحبا بالعالم', 'x']),
    );
    expect(countTerms('电池'.repeat(200_000)).get('#电池')).toBe(200_000);
  });
});

describe('vectorizer', () => {
  const texts = ['red lamp', 'red lamp', 'blue lamp', 'constructor __proto__', 'constructor __proto__', ''];

  test('keeps terms of two texts or more, the most frequent first, whatever their names', () => {
    expect(fitVectorizer(texts).terms).toEqual([
      'constructor',
      'constructor proto',
      'lamp',
      'proto',
      'red',
      'red lamp',
    ]);
    expect(fitVectorizer(texts, { maxTerms: 2 }).terms).toEqual(['constructor', 'lamp']);
    expect(fitVectorizer(texts, { minDocuments: 1 }).terms).toContain('blue lamp');
  });

  test('weighs rare terms more, and makes rows of length 1', () => {
    const { start, column, value } = transformTexts(fitVectorizer(texts), texts);
    const row = (i: number) => value.slice(start[i], start[i + 1]);
    expect(row(0).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 6);
    expect([...row(5)]).toEqual([]);
    expect([...column.slice(start[0], start[1])]).toEqual([2, 4, 5]);
    const [lamp, red] = row(0);
    expect(red / lamp).toBeCloseTo((Math.log(7 / 3) + 1) / (Math.log(7 / 4) + 1), 5);
  });

  test('gives new texts the same columns, after JSON too', () => {
    const vectorizer = fitVectorizer(texts);
    const again = JSON.parse(JSON.stringify(vectorizer));
    expect(transformTexts(again, ['a red thing'])).toEqual(transformTexts(vectorizer, ['a red thing']));
    expect([...transformTexts(again, ['a red thing', 'unseen']).start]).toEqual([0, 1, 1]);
    expect(fitVectorizer(texts.toReversed()).id).toBe(vectorizer.id);
  });
});
