import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unwatched } from '../../../kernel/src/task.js';
import { cutAbout, tokensRead } from '../../../kernel/src/text/cut-estimate.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';
import { useLite } from '../../../kernel/src/text/encoder-list.js';
import { modelFolder, readModelFile } from '../../../kernel/src/text/model-files.js';
import { SentencePiece } from '../../../kernel/src/text/sentencepiece.js';
import { readVocabulary } from '../../../kernel/src/text/vocabulary.js';
import { sharedData } from '../effects/tables.js';

const reviews = sharedData('text/amazon_alexa_dedup.tsv');

it.skipIf(!reviews)('is about the share that the tokenizer of the built-in encoder counts', async () => {
  const [, ...lines] = readFileSync(reviews ?? '', 'utf8')
    .trim()
    .split(/\r?\n/);
  const texts = lines.map((line) => (line.split('\t')[3] ?? '').trim()).filter((text) => text !== '');
  const json = (await readModelFile('vocab.json', modelFolder())).toString('utf8');
  const tokenizer = new SentencePiece(readVocabulary(json));
  const lengths = texts.map((text) => tokenizer.encode(text).length);
  for (const window of [16, 32, 64, 128]) {
    const exact = lengths.filter((length) => length > window).length / texts.length;
    const starts = texts.map((text) => ({ start: text.slice(0, 2000), length: text.length }));
    const about = cutAbout({ ...useLite, window, windows: 1 }, starts) / texts.length;
    expect(Math.abs(about - exact)).toBeLessThan(0.01);
  }
});

it('counts from the token on that the encoder itself does not read', async () => {
  const encoder = await openEncoder('use-lite');
  const most = tokensRead(useLite);
  const text = (words: number) => Array.from({ length: words }, () => 'the').join(' ');
  expect(await encoder.countCut([text(most), text(most + 1), text(3 * most)], unwatched)).toBe(2);
  await encoder.close();
});
