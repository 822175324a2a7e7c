import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutPhrases, mostPhrases, withoutWord, wordsOf } from '../../../kernel/src/text/cut-phrases.js';

describe('cutPhrases', () => {
  test('a text of few words is cut into these, a longer one where clauses end', () => {
    expect(cutPhrases('looked at shoes')).toEqual(['looked ', 'at ', 'shoes']);
    expect(cutPhrases('put a hiking tent into the basket, late at night')).toEqual([
      'put a ',
      'hiking tent ',
      'into ',
      'the basket, ',
      'late at ',
      'night',
    ]);
    const events = Array.from({ length: 9 }, (_, i) => `looked at item ${i}; `);
    expect(cutPhrases(events.join(''))).toEqual(events);
  });

  test('Chinese and Japanese are cut between words', () => {
    expect(cutPhrases('比较了价格：登山帐篷，在深夜').length).toBeGreaterThan(3);
    expect(cutPhrases('比较了价格：登山帐篷，在深夜').join('|')).toContain('：|');
    const japanese = cutPhrases('キャンプ用のテントを探しています。配送について質問しました。');
    expect(japanese.length).toBeGreaterThan(3);
    expect(japanese.some((phrase) => phrase.endsWith('。'))).toBe(true);
  });

  test('a pictogram is a word, whole with its joiners, and right-to-left words are words', () => {
    expect(cutPhrases('great 👩‍👩‍👧 tent')).toEqual(['great ', '👩‍👩‍👧 ', 'tent']);
    expect(cutPhrases('خيمة للتخطيم، رائعة')).toEqual(['خيمة ', 'للتخطيم، ', 'رائعة']);
  });

  test('an opening bracket belongs to what it opens', () => {
    expect(cutPhrases('tents (for two) “cheap”')).toEqual(['tents ', '(for ', 'two) ', '“cheap”']);
  });

  test.each(['', '   ', '\n\t', '\u200b', '\ud800'])('%j has no phrases', (text) => {
    expect(cutPhrases(text)).toEqual([]);
  });

  test('punctuation alone is one phrase', () => {
    expect(cutPhrases('?!')).toEqual(['?!']);
  });

  test('one after another the phrases are the text, never more than asked for', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('word ', 'end. ', '比较', '，', '🙂', '(', ')'), { maxLength: 300 })
        .map((a) => a.join('')),
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: mostPhrases }), (text, most) => {
        const phrases = cutPhrases(text, most);
        expect(phrases.length).toBeLessThanOrEqual(most);
        if (phrases.length > 0) expect(phrases.join('')).toBe(text);
        expect(phrases.every((phrase) => phrase !== '')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('a text of 10 MB is cut into even pieces at once, between words, never within a character', () => {
    for (const unit of ['late at night. ', '比较了价格', '🙂']) {
      const text = unit.repeat(10_000_000 / unit.length);
      const from = performance.now();
      const phrases = cutPhrases(text);
      expect(performance.now() - from).toBeLessThan(500);
      expect(phrases).toHaveLength(mostPhrases);
      expect(phrases.join('') === text).toBe(true);
      for (const phrase of phrases) expect(/^[\udc00-\udfff]/.test(phrase)).toBe(false);
    }
  });
});

test('a word is left out wherever it stands, whatever its case', () => {
  expect(wordsOf('Tents, and ＴＥＮＴ poles')).toEqual(['tents', 'and', 'tent', 'poles']);
  expect(withoutWord('Tent poles: a tent, 帐篷', 'tent')).toBe(' poles: a , 帐篷');
  expect(withoutWord('登山帐篷很好', wordsOf('登山帐篷很好')[0])).not.toContain('登山');
});
