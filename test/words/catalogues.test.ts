import { describe, expect, it, test } from 'vitest';
import { functions } from '../../kernel/src/data/expression.js';
import { encoders } from '../../kernel/src/text/encoder-list.js';
import { chinese } from '../../kernel/src/words/zh-cn.js';
import { plainHelp } from '../../server/src/features/keyword-help.js';
import { checkMethods, estimatorMethods, type MethodInfo } from '../../server/src/language/methods.js';
import {
  adaptingOptions,
  estimatorOptions,
  headOptions,
  learnerOptions,
  type OptionInfo,
} from '../../server/src/language/options.js';
import { type CodeInfo, families } from '../../server/src/validation/codes.js';
import { chineseCodes } from '../../server/src/words/codes-zh-cn.js';
import { help } from '../../server/src/words/help-zh-cn.js';
import { messages as serverMessages } from '../../server/src/words/zh-cn.js';
import { bareSentences, faultsOf, messagesOf, sourcesOf } from './messages.js';

/** Of the kernel what the editor's processes run themselves; what its own process says is in English. */
const kernel = [
  'kernel/src/words',
  'kernel/src/data',
  'kernel/src/files',
  'kernel/src/text/models/fetch-model.ts',
].flatMap(sourcesOf);
const server = sourcesOf('server/src');

const keysOf = (catalogue: Readonly<Record<string, string>>) => new Set(Object.keys(catalogue));
const unused = (catalogue: Readonly<Record<string, string>>, used: ReadonlySet<string>) =>
  Object.keys(catalogue).filter((key) => !used.has(key));

test('every message of the kernel that the editor shows has its Chinese, with the same values in it', () => {
  const messages = kernel.flatMap(messagesOf);
  expect(messages.length).toBeGreaterThan(80);
  expect(faultsOf(messages, chinese)).toEqual([]);
  expect(unused(chinese, new Set(messages.map(({ key }) => key)))).toEqual([]);
});

test('every message of the language server has its Chinese, with the same values in it', () => {
  const messages = server.flatMap(messagesOf);
  expect(messages.length).toBeGreaterThan(400);
  expect(faultsOf(messages, { ...chinese, ...serverMessages })).toEqual([]);
  expect(unused(serverMessages, new Set(messages.map(({ key }) => key)))).toEqual([]);
});

/** Texts of tables, and of those the formulas, of which some are told in words and others are the same in every language. */
function tables() {
  const methods: MethodInfo[] = [...Object.values(estimatorMethods), ...Object.values(checkMethods)];
  const options: OptionInfo[] = [estimatorOptions, learnerOptions, adaptingOptions, headOptions].flatMap(
    (table) => Object.values(table).flat(),
  );
  const texts = [
    ...[...plainHelp.values()].map(({ about }) => about),
    ...methods.flatMap(({ about, assumes }) => [about, ...assumes]),
    ...options.map(({ about }) => about),
    ...Object.values(functions).map(({ about }) => about),
    ...encoders.map(({ about }) => about),
  ];
  return { texts: new Set(texts), formulas: new Set(methods.map(({ formula }) => formula)) };
}

test('every help of a word, a method, an option, a function and an encoder has its Chinese', () => {
  const { texts, formulas } = tables();
  expect([...texts].filter((text) => !Object.hasOwn(help, text))).toEqual([]);
  expect(unused(help, new Set([...texts, ...formulas]))).toEqual([]);
  const wordy = [...formulas].filter((formula) => /[a-z]{3,} (of|a|the|over|as|on) /.test(formula));
  expect(wordy.filter((formula) => !Object.hasOwn(help, formula))).toEqual([]);
});

test('a message has one translation', () => {
  const [inKernel, inHelp] = [keysOf(chinese), keysOf(help)];
  expect(Object.keys(serverMessages).filter((key) => inKernel.has(key) || inHelp.has(key))).toEqual([]);
  expect(Object.keys(help).filter((key) => inKernel.has(key))).toEqual([]);
});

test('translations keep the code in them as it is', () => {
  for (const [english, translation] of Object.entries({ ...chinese, ...serverMessages, ...help })) {
    expect(codeIn(translation), english).toEqual(codeIn(english));
  }
});

test('translations are Chinese to their end', () => {
  for (const [english, translation] of Object.entries({ ...chinese, ...serverMessages, ...help })) {
    if (/[a-z]{3,}/.test(english) && english !== 'en')
      expect(translation, english).toMatch(/\p{Script=Han}|^$/u);
    if (english.endsWith('.')) expect(translation, english).toMatch(/[。]$/);
    expect(translation, english).not.toMatch(/[;!?]\s|[\p{Script=Han}][,.;:]/u);
  }
});

/** What reads like a sentence and is for no person's eyes, or told through a table. */
const words =
  /language\/(token-builder|nesting|methods|methods-page|options|text-modes)|keyword-help|validation\/(codes|reference)|zh-cn/;

test('no sentence of the language server is outside of a message', () => {
  const bare = server.filter((file) => !words.test(file)).flatMap(bareSentences);
  expect(bare.filter((line) => !isCode.some((known) => line.includes(known)))).toEqual([]);
});

/** Parts of the language, names of cases and faults of ours that are in no message. */
const isCode: readonly string[] = [
  'has no plan.',
  'was not parsed from a text.',
  'is not registered yet.',
  'Reading data failed',
  '(number of events)',
  'identification/',
  ' confounded with ',
  ' no front door',
  ' difference in means',
  ' two stage regression',
  ' is an instrument',
  ' time of columns',
  ' of TREATMENT on OUTCOME',
  ' unit cost AMOUNT',
  ' predict OUTCOME from DATA',
  ' adjust for nothing',
  'show ITEM to USER',
  'check overlap, balance',
  'condition value left right',
  'treatment outcome pairs key',
  'parameter data text graph effect',
];

describe('the page of every code', () => {
  const all = Object.assign({}, ...families.map(({ codes }) => codes)) as Record<string, CodeInfo>;

  it('is there in Chinese, and no page of a code that is no more', () => {
    expect(Object.keys(all).length).toBeGreaterThan(150);
    expect(Object.keys(chineseCodes)).toEqual(Object.keys(all));
  });

  it.each(Object.entries(all))('of %s keeps code, and has the numbers of the English', (code, info) => {
    const parts = [info.title, info.meaning, info.remedy];
    chineseCodes[code]!.forEach((text, i) => {
      expect(text).toMatch(/\p{Script=Han}/u);
      expect(codeIn(text), text).toEqual(codeIn(parts[i]!));
      expect(numbersIn(text).filter((number) => !numbersIn(parts[i]!).includes(number))).toEqual([]);
      if (i > 0) expect(text).toMatch(/。$/);
      expect(text).not.toMatch(/[;!?]\s|[\p{Script=Han}][,.;:]/u);
    });
  });

  it('has one title in Chinese where it has one in English', () => {
    const titles = groupBy(Object.keys(all), (code) => all[code]!.title);
    for (const codes of titles.values())
      expect(new Set(codes.map((code) => chineseCodes[code]![0])).size).toBe(1);
  });
});

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const codeIn = (text: string) => [...text.matchAll(/`+[^`]+`+/g)].map(String).sort();
const numbersIn = (text: string) => [...text.matchAll(/\.?\d+(?:[.,]\d+)*/g)].map(String);
