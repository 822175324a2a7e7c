import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const syntax = read('client/syntaxes/causal.tmLanguage.json');

/** All words of an alternation `\b(a|b)\b` in the syntax. */
const coloured = new Set(
  [...syntax.matchAll(/\\\\b\(([a-z|]+)\)\\\\b/g)].flatMap(([, words]) => words.split('|')),
);

describe('the colours of a spec', () => {
  it('know every keyword of the language', () => {
    const grammar = read('server/src/language/causal.langium').replace(/\/\/[^\n]*/g, '');
    const keywords = new Set([...grammar.matchAll(/'([a-z]+)'/g)].map(([, word]) => word));
    expect([...keywords].filter((word) => !coloured.has(word))).toEqual([]);
  });

  it('come from patterns that cannot backtrack', () => {
    const patterns = [...syntax.matchAll(/"(?:match|begin|end)": "((?:\\.|[^"\\])*)"/g)].map(([, p]) => p);
    expect(patterns.length).toBeGreaterThan(10);
    for (const pattern of patterns) {
      // A repeated group that itself holds a repetition, or a repetition of anything at all.
      expect(pattern).not.toMatch(/[+*][^()]*\)[+*]|\.[+*]/);
    }
  });
});
