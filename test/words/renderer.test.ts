import { afterEach, describe, expect, it, test } from 'vitest';
import { toMarkdown } from '../../client/src/renderer/fallback.js';
import { speakIn } from '../../client/src/renderer/language.js';
import { toText } from '../../client/src/renderer/plain-text.js';
import { rendererChinese } from '../../client/src/renderer/zh-cn.js';
import type { Result } from '../../kernel/src/result.js';
import { chinese } from '../../kernel/src/words/zh-cn.js';
import { examples } from '../renderer/examples.js';
import { faultsOf, messagesOf, sourcesOf } from './messages.js';

afterEach(() => speakIn('en'));

const messages = sourcesOf('client/src/renderer').flatMap(messagesOf);

test('every message of charts and tables has its Chinese, with the same values in it', () => {
  expect(messages.length).toBeGreaterThan(350);
  expect(faultsOf(messages, { ...chinese, ...rendererChinese })).toEqual([]);
});

test('no translation belongs to a message that is no more, and none is given twice', () => {
  const keys = new Set(messages.map(({ key }) => key));
  expect(Object.keys(rendererChinese).filter((key) => !keys.has(key))).toEqual([]);
  expect(Object.keys(rendererChinese).filter((key) => Object.hasOwn(chinese, key))).toEqual([]);
});

test('translations are Chinese to their end', () => {
  for (const [english, translation] of Object.entries(rendererChinese)) {
    if (english.endsWith('.') && english !== '{0}.') expect(translation, english).toMatch(/。$/);
    expect(translation, english).not.toMatch(/[!?]\s|[\p{Script=Han}][,.;:]/u);
  }
});

const numbersIn = (text: string) => [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(String).sort();

describe('a result has the same numbers in Chinese as in English', () => {
  it.each([...examples])('%s', (_, example) => {
    const result = example as Result;
    const [english, chineseToo] = ['en', 'zh-cn'].map((locale) => {
      speakIn(locale);
      return { markdown: toMarkdown(result), text: toText(result) };
    });
    expect(numbersIn(chineseToo!.markdown)).toEqual(numbersIn(english!.markdown));
    expect(chineseToo!.markdown).toMatch(/^### (效应|模型|策略|价格|订货|排序|归因|因果图|评分|比较) /);
    expect(chineseToo!.markdown.split('\n').length).toBe(english!.markdown.split('\n').length);
    expect(chineseToo!.text).toMatch(/\p{Script=Han}/u);
  });
});
