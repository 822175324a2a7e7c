import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bareSentences, faultsOf, messagesOf, sourcesOf } from './messages.js';

const chinese: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json'), 'utf8'),
);
const sources = ['client/src/extension', 'client/src/notebook', 'client/src/exchange'].flatMap(sourcesOf);
const messages = sources.flatMap(messagesOf);

test('every message of the extension has its Chinese, with the same values in it', () => {
  expect(messages.length).toBeGreaterThan(100);
  expect(faultsOf(messages, chinese)).toEqual([]);
});

test('no translation belongs to a message that is no more', () => {
  const keys = new Set(messages.map(({ key }) => key));
  expect(Object.keys(chinese).filter((key) => !keys.has(key))).toEqual([]);
});

test('no sentence of the extension is outside of a message', () => {
  expect(sources.flatMap(bareSentences)).toEqual([
    expect.stringContaining('new-notebook.ts:8 data visits from "visits.csv"'),
  ]);
});
