import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { RecentTokens } from '../../../server/src/features/recent-tokens.js';
import { createCausalServices } from '../../../server/src/language/module.js';
import { noSchemas } from '../../../server/src/language/schemas.js';

const spec = readFileSync(join(import.meta.dirname, '../specs/valid.causal'), 'utf8');
const { Lexer } = createCausalServices({ ...EmptyFileSystem, schemas: noSchemas }).Causal.parser;
const deep = '('.repeat(70);
const pieces = ['\n', '\r\n', '\r', '"', '`', '// ', '/*', '*/', 'coupon', '->', '{', deep, '§', '😀'];
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 60 }),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })),
});

describe('tokens of a text that is edited', () => {
  it('are those of the whole text, with their places', () => {
    const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
      const recent = new RecentTokens(Lexer);
      let text = spec.replace(/\/\*[\s\S]*?\*\//g, '');
      const shown = (tokens: ReturnType<RecentTokens['of']>) =>
        tokens.map(({ image, startOffset, endOffset, startLine, endLine, tokenType }) =>
          [image, startOffset, endOffset, startLine, endLine, tokenType.name].join(' '),
        );
      expect(shown(recent.of(text)).length).toBeGreaterThan(100);
      for (const { at, cut, put } of edits) {
        const place = Math.floor(at * text.length);
        text = text.slice(0, place) + put + text.slice(place + cut);
        expect(shown(recent.of(text))).toEqual(shown(Lexer.tokenize(text).tokens));
      }
    });
    fc.assert(property, { numRuns: 200, seed: 7, endOnFailure: true });
  });
});
