import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { modelFolder, readModelFile } from '../../../kernel/src/text/model-files.js';
import { SentencePiece } from '../../../kernel/src/text/sentencepiece.js';
import { readVocabulary } from '../../../kernel/src/text/vocabulary.js';

const vocabulary = readVocabulary((await readModelFile('vocab.json', modelFolder())).toString('utf8'));
const tokenizer = new SentencePiece(vocabulary);
/** Made with the SentencePiece library itself, given the same vocabulary and its `nmt_nfkc` rules. */
const vectors: { text: string; ids: number[] }[] = JSON.parse(
  readFileSync(new URL('sentencepiece-vectors.json', import.meta.url), 'utf8'),
);

describe('SentencePiece', () => {
  test('gives the ids published for the Universal Sentence Encoder Lite', () => {
    expect(tokenizer.encode('Hello, how are you?')).toEqual([341, 4125, 8, 140, 31, 19, 54]);
  });

  test.each(vectors)('segments $text as the library does', ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  test('makes one unknown of neighbouring unknown characters, and only of those', () => {
    const [space, unknown] = tokenizer.encode('測');
    expect(tokenizer.encode('測試')).toEqual([space, unknown]);
    expect(tokenizer.encode('測 試')).toEqual([space, unknown, space, unknown]);
    expect(unknown).toBe(0);
  });

  test('reads lone surrogates as spaces and leaves control characters out', () => {
    const good = tokenizer.encode('good day');
    expect(tokenizer.encode('good\ud800day')).toEqual(good);
    expect(tokenizer.encode('\u0000go\u0007od day\u0000')).toEqual(good);
    expect(tokenizer.encode('\udfff\u0000\ud800')).toEqual([]);
  });

  test('stops at the limit, however long the text', () => {
    expect(tokenizer.encode('word '.repeat(1_000_000), 128)).toHaveLength(128);
    expect(tokenizer.encode('x'.repeat(1_000_000), 128)).toHaveLength(128);
    expect(tokenizer.encode('a b', 2)).toEqual(tokenizer.encode('a b').slice(0, 2));
  });
});

describe('readVocabulary', () => {
  test('puts back what the published file lost', () => {
    expect([230, 238, 4464].map((id) => vocabulary[id][0])).toEqual([',”', '.”', '?”']);
    for (const [id, [, score]] of vocabulary.entries()) {
      if (id > 6) expect(score).toBeLessThanOrEqual(vocabulary[id - 1][1]);
    }
  });

  test('refuses what is no vocabulary', () => {
    expect(() => readVocabulary('{}')).toThrow('not a list');
    expect(() => readVocabulary('[["a", 0], [1, 2]]')).toThrow('Piece 1');
    const unordered = [...Array.from({ length: 6 }, (_, i) => [`${i}`, 0]), ['a', -3], ['b', -2]];
    expect(() => readVocabulary(JSON.stringify(unordered))).toThrow('out of order');
  });
});
