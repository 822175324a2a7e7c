import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes, families } from '../../../server/src/validation/codes.js';
import { diagnosticsReference } from '../../../server/src/validation/reference.js';

const page = join(import.meta.dirname, '../../../docs/diagnostics.md');

describe('docs/diagnostics.md', () => {
  it('is what the table of codes says; run with UPDATE=1 to write it anew', () => {
    if (process.env.UPDATE === '1') writeFileSync(page, diagnosticsReference());
    expect(existsSync(page) && readFileSync(page, 'utf8')).toBe(diagnosticsReference());
  });

  it('has a section for every code', () => {
    const listed = families.flatMap((family) => Object.keys(family.codes));
    expect(listed.sort()).toEqual(Object.keys(codes).sort());
    for (const code of listed) expect(diagnosticsReference()).toContain(`### ${code}: `);
  });
});
