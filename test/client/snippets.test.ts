import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSchemas } from '../../server/src/language/schemas.js';
import { build, told } from '../server/in-memory.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  readonly description: string;
}

const [{ language, path }] = read('package.json').contributes.snippets;
const snippets = Object.entries<Snippet>(read(path));

/** What an editor writes where a person changes nothing: `$0` is where the cursor ends. */
const expanded = ({ body }: Snippet): string =>
  body
    .join('\n')
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace('$0', '');

/** What a snippet takes for granted. */
const around = 'data visits from "visits.csv"\n';

describe('the snippets', () => {
  it('are of the language, and one for each question of a shop among them', () => {
    expect(language).toBe('causal');
    const prefixes = snippets.map(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const question of ['recommend', 'price', 'stock', 'ads', 'churn', 'behaviour']) {
      expect(prefixes).toContain(`effect ${question}`);
    }
  });

  it.each(snippets)('%s is a spec without errors', async (_, snippet) => {
    const text = expanded(snippet);
    expect(text).not.toMatch(/\$/);
    const document = await build(text.includes('data visits') ? text : around + text, noSchemas);
    const errors = told(document).filter((_, i) => document.diagnostics?.[i]?.severity === 1);
    expect(errors).toEqual([]);
  });
});
