import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { families } from '../../../server/src/validation/codes.js';
import { codePage, diagnosticsReference } from '../../../server/src/validation/reference.js';

const root = join(import.meta.dirname, '../../..');
const page = join(root, 'docs/diagnostics.md');
const tables = ['server/src/validation/codes.ts', 'kernel/src/codes.ts'].map((path) => join(root, path));

/** Every code that the sources name, comments and the tables themselves left out. */
function emittedCodes(): string[] {
  const sources = ['kernel/src', 'server/src', 'client/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, folder, name))
      .filter((path) => !tables.includes(path)),
  );
  const code = sources.map((path) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));
  return [...new Set(code.flatMap((text) => text.match(/\bCS\d{4}\b/g) ?? []))].sort();
}

describe('docs/diagnostics.md', () => {
  it('is what the tables of codes say; run with UPDATE=1 to write it anew', () => {
    if (process.env.UPDATE === '1') writeFileSync(page, diagnosticsReference());
    expect(readFileSync(page, 'utf8')).toBe(diagnosticsReference());
  });

  it('has a page of its own for a code, and none for another word', () => {
    expect(codePage('CS1003')).toMatch(/^# CS1003: .+\n\n\*error\*/);
    expect(codePage('CS4001')).toContain('# CS4001: Unknown encoder');
    expect(codePage('toString')).toBeUndefined();
  });

  it('has one section for every code that anything can emit, and for no other', () => {
    const listed = families.flatMap((family) => Object.keys(family.codes));
    expect(listed.sort()).toEqual(emittedCodes());
    for (const code of listed) expect(diagnosticsReference()).toContain(`### ${code}: `);
  });
});
