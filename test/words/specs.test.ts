import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { speakLocale } from '../../server/src/words/speak.js';
import { readTestSpec } from '../server/expectations.js';
import { build, filesInMemory } from '../server/in-memory.js';

const folder = join(import.meta.dirname, '../server/specs');
const specs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.causal'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

afterEach(() => speakLocale('en'));

async function toldIn(locale: string, text: string): Promise<readonly Diagnostic[]> {
  speakLocale(locale);
  return (await build(text, filesInMemory(readTestSpec(text).files))).diagnostics ?? [];
}

/** What files of a test spec have wrong with them is told by the test itself. */
const isOfFile = ({ code }: Diagnostic): boolean => String(code).startsWith('CS11');

/** All of a diagnostic but its words. */
const withoutWords = ({ message, data, relatedInformation, ...rest }: Diagnostic) => ({
  ...rest,
  fixes: [data].flat().map((fix) => ({ ...fix, title: undefined })),
  related: relatedInformation?.map(({ location }) => location),
});

/** Names and numbers, which are the same in every language, each as often as it is said. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/`[^`]+`|\d+(?:[.,]\d+)*|[a-z]+_[a-z_]+/g)].map(String).sort();

const wordsOf = ({ message, data, relatedInformation }: Diagnostic): string[] => [
  message,
  ...[data].flat().flatMap((fix) => (fix?.title ? [fix.title] : [])),
  ...(relatedInformation ?? []).map((related) => related.message),
];

/** English that is left: three words in a row, outside of code, that are no words of the language. */
const english = /(?<![`\w])[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;
const methods = /difference in means|two stage regression|names of columns|causal forest|text overlap/g;

describe('a spec says the same in Chinese as in English', () => {
  it.each(specs)('$name', async ({ text }) => {
    const inEnglish = await toldIn('en', text);
    const inChinese = await toldIn('zh-cn', text);
    expect(inChinese.map(withoutWords)).toEqual(inEnglish.map(withoutWords));
    inChinese.forEach((chinese, i) => {
      if (isOfFile(chinese)) return;
      const english_ = inEnglish[i]!;
      expect(namesIn(chinese.message), english_.message).toEqual(namesIn(english_.message));
      for (const words of wordsOf(chinese)) {
        if (!/^[\w?]+ -> [\w?]+$/.test(words)) expect(words).toMatch(/\p{Script=Han}/u);
        expect(words.replace(/`[^`]*`|"[^"]*"/g, '').replace(methods, '')).not.toMatch(english);
      }
    });
  });
});
