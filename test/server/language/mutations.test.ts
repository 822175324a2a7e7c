import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { EmptyFileSystem, URI } from 'langium';
import { describe, expect, it } from 'vitest';
import { checkedSpec } from '../../../server/src/compile.js';
import { createCausalServices } from '../../../server/src/language/module.js';
import { noPreviews } from '../../../server/src/language/previews.js';
import { validateSpec } from '../../../server/src/validation/validate-spec.js';
import { readTestSpec } from '../expectations.js';
import { filesInMemory } from '../in-memory.js';

const valid = readFileSync(join(import.meta.dirname, '../specs/valid.causal'), 'utf8');
const words = valid.split(/(?<=\s)|(?=\s)/).filter((word) => word.trim() !== '');
const signs = [
  '{',
  '}',
  '(',
  ')',
  '->',
  '"',
  '`',
  '?',
  ',',
  '/*',
  '//',
  '-',
  'not',
  'case',
  'end',
  '\u0000',
  '😀',
];

const { shared } = createCausalServices({
  ...EmptyFileSystem,
  schemas: filesInMemory(readTestSpec(valid).files),
});
const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;

/** Builds, validates and compiles a spec as the editor would; anything thrown fails the test. */
async function use(text: string): Promise<void> {
  const uri = URI.file('/shop/mutant.causal');
  const document = LangiumDocumentFactory.fromString(text, uri);
  LangiumDocuments.addDocument(document);
  try {
    await DocumentBuilder.build([document], { validation: true });
    await validateSpec(document.parseResult.value, noPreviews);
    const { plan, problems } = checkedSpec(document, 'mutant.causal');
    expect(plan === undefined).toBe(problems.some((problem) => problem.severity === 'error'));
  } finally {
    LangiumDocuments.deleteDocument(uri);
  }
}

/** Cut out a stretch, put something in, or do one after the other. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 30 }),
  put: fc.oneof(fc.constantFrom(...words, ...signs), fc.string({ maxLength: 8 }), fc.constant('')),
});

describe('a spec that is edited at random', () => {
  it('never makes anything throw, and has a plan exactly where it has no error', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        let text = valid;
        for (const { at, cut, put } of edits) {
          const place = Math.floor(at * text.length);
          text = `${text.slice(0, place)}${put}${text.slice(place + cut)}`;
        }
        await use(text);
      }),
      { numRuns: 2000, seed: 7, endOnFailure: true },
    );
  });
});

describe('what has no name yet', () => {
  const data = 'data visits from "visits.csv"';
  it.each([
    ['a derived column', `${data} { derive = 2 * tenure  keep tenur > 1 }`],
    ['a declared column', `${data} { column , tenure numeric  keep tenur > 1 }`],
    ['a text', `${data}\ntext from visits.history\nmodel m { predict purchased from visits using tenur }`],
    [
      'a node',
      `${data}\ngraph g { tenure, -> purchased }\neffect e { of coupn on purchased from visits in g }`,
    ],
  ])('%s does not silence the rules', async (_, text) => {
    await use(text);
    await use(`${text}\ntrain\nexplain where tenur > 1`);
  });
});

describe('what is too much', () => {
  const one = (text: string): string => `data d from "visits.csv" {\n  keep ${text}\n}`;

  it.each([
    ['parentheses', one('('.repeat(10_000) + 1 + ')'.repeat(10_000))],
    ['open parentheses', one('('.repeat(10_000))],
    ['not', one(`${'not '.repeat(10_000)}coupon`)],
    ['signs', one(`${'- '.repeat(10_000)}spend > 0`)],
    ['cases', one('case when coupon then '.repeat(10_000))],
    ['calls', one(`${'abs('.repeat(10_000)}1${')'.repeat(10_000)}`)],
    ['sums', one(`${'1 + '.repeat(10_000)}1 > 0`)],
  ])('10,000 %s get one clear message', async (_, text) => {
    const document = LangiumDocumentFactory.fromString(text, URI.file('/shop/deep.causal'));
    await DocumentBuilder.build([document], { validation: true });
    expect(document.diagnostics?.map(({ code }) => code)).toEqual(['CS1007']);
    expect(document.diagnostics?.[0]?.message).toContain('`derive`');
  });

  it.each([
    ['5 MB of a valid spec', `${valid}\n`.repeat(Math.ceil(5e6 / valid.length))],
    ['half a megabyte of quotes', '\\"'.repeat(240_000)],
    ['an open text of quotes', `"${'\\"'.repeat(240_000)}`],
    ['half a megabyte of comment openings', '/*'.repeat(240_000)],
    ['half a megabyte of braces', '}'.repeat(490_000)],
    ['half a megabyte of stray characters', '§ '.repeat(240_000)],
    ['half a megabyte of digits', '1'.repeat(490_000)],
    ['half a megabyte of backticks', '`'.repeat(490_000)],
  ])('%s is refused in seconds', async (_, text) => {
    const document = LangiumDocumentFactory.fromString(text, URI.file('/shop/big.causal'));
    const started = performance.now();
    await DocumentBuilder.build([document], { validation: true });
    expect(document.diagnostics?.some(({ severity }) => severity === 1)).toBe(true);
    expect(document.diagnostics?.length).toBeLessThan(200);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
