import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LangiumDocument } from 'langium';
import { describe, expect, it } from 'vitest';
import { codes } from '../../server/src/validation/codes.js';
import { readTestSpec } from './expectations.js';
import { build, filesInMemory } from './in-memory.js';

const folder = join(import.meta.dirname, 'specs');
const specs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.causal'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** `12 CS1003 There is no ...`, as an editor would list them. */
function lines(document: LangiumDocument): { line: number; code: string; message: string }[] {
  return (document.diagnostics ?? []).map(({ range, code, message }) => ({
    line: range.start.line,
    code: String(code),
    message,
  }));
}

describe('every diagnostic of a test spec is expected, and every expected one is there', () => {
  it.each(specs)('$name', async ({ text }) => {
    const { expectations, files } = readTestSpec(text);
    const found = lines(await build(text, filesInMemory(files)));
    const open = [...expectations];
    const unexpected = found.filter((one) => {
      const i = open.findIndex(
        ({ line, code, part }) => line === one.line && code === one.code && one.message.includes(part),
      );
      if (i >= 0) open.splice(i, 1);
      return i < 0;
    });
    expect(unexpected.map(({ line, code, message }) => `line ${line + 1}: ${code} ${message}`)).toEqual([]);
    expect(open.map(({ line, code, part }) => `line ${line + 1}: ${code} "${part}" is not told`)).toEqual([]);
  });
});

describe('the collection of test specs', () => {
  it('has a case for every code', () => {
    const covered = new Set(
      specs.flatMap(({ text }) => readTestSpec(text).expectations.map(({ code }) => code)),
    );
    // A file that is not there, what only rows tell (validation/rows.test.ts), and what a run found (features/last-runs.test.ts).
    const ofRows = ['CS1601', 'CS1602', 'CS1603', 'CS1604', 'CS1605', 'CS1606'];
    const ofRuns = ['CS7001', 'CS7002', 'CS7003', 'CS7004', 'CS7005'];
    const elsewhere = ['CS1013', 'CS1014', 'CS1015', 'CS1016', ...ofRows, ...ofRuns];
    expect(Object.keys(codes).filter((code) => !covered.has(code))).toEqual(elsewhere);
  });

  it('refuses a malformed expectation, an unknown code and a malformed file', () => {
    expect(() => readTestSpec('x // expect CS1003')).toThrow('malformed expectation');
    expect(() => readTestSpec('x // expect CS9999 "x"')).toThrow('no code CS9999');
    expect(() => readTestSpec('// file a.csv tenure numeric')).toThrow('malformed file');
    expect(() => readTestSpec('// file a.csv: tenure number')).toThrow('malformed column');
  });
});
