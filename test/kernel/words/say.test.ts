import { afterEach, expect, it } from 'vitest';
import {
  filled,
  inEnglish,
  inflected,
  isSimplifiedChinese,
  say,
  speak,
} from '../../../kernel/src/words/say.js';

afterEach(() => speak({}));

const moved = (from: string, to: string) => say`From ${from} to ${to}.`;

it('says a message in English, where nothing else was asked for', () => {
  expect(moved('a', 'b')).toBe('From a to b.');
  expect(say`Plain.`).toBe('Plain.');
});

it('says it as the catalogue has it, with the values in the order of that language', () => {
  speak({ 'From {0} to {1}.': '到{1}，自{0}。', 'Plain.': '简。' });
  expect(moved('a', 'b')).toBe('到b，自a。');
  expect(say`Plain.`).toBe('简。');
  expect(say`Not translated ${1}.`).toBe('Not translated 1.');
});

it('leaves out the words that English alone bends', () => {
  const told = (names: string[]) =>
    say`${names.join(say`, `)} ${inflected(names.length, 'is', 'are')} declared.`;
  expect(told(['a'])).toBe('a is declared.');
  expect(told(['a', 'b'])).toBe('a, b are declared.');
  speak({ '{0} {1} declared.': '声明了 {0}。', ', ': '、' });
  expect(told(['a', 'b'])).toBe('声明了 a、b。');
});

it('takes values as they are, whatever signs are in them', () => {
  speak({ 'From {0} to {1}.': '{1} {0}' });
  expect(moved('{1}', '$&')).toBe('$& {1}');
  expect(filled('{0} {7}', ['a'])).toBe('a {7}');
});

it('takes no message from what every object has', () => {
  speak({});
  expect(say`constructor`).toBe('constructor');
});

it('speaks English for a while, and then goes on, whatever happens', () => {
  speak({ 'Plain.': '简。' });
  expect(inEnglish(() => say`Plain.`)).toBe('Plain.');
  const fails = () => {
    throw new Error('no');
  };
  expect(() => inEnglish(fails)).toThrow('no');
  expect(say`Plain.`).toBe('简。');
});

it('reads Simplified Chinese where editors mean it', () => {
  for (const locale of ['zh-cn', 'zh-CN', 'zh', 'zh-Hans', 'zh-Hans-SG', 'zh_CN', 'zh-sg'])
    expect(isSimplifiedChinese(locale)).toBe(true);
  for (const locale of [undefined, '', 'en', 'zh-tw', 'zh-Hant', 'zh-hk', 'zha', 'de', 'zhx-cn'])
    expect(isSimplifiedChinese(locale)).toBe(false);
});
