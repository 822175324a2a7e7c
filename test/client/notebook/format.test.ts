import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Notebook, parseNotebook, writeNotebook } from '../../../client/src/notebook/format.js';
import { outputKeys } from '../../../client/src/notebook/kept-outputs.js';

const example = [
  '# Did the coupon work?',
  '',
  '```causal',
  'data visits from "visits.csv"',
  '```',
  '',
  'The graph we believe in.',
  '',
  '<!-- cell -->',
  '',
  'A second note.',
  '',
  '```causal',
  'train coupon_lift',
  '```',
  '',
].join('\n');

/** Lines that look like the structure of the file, and what surrounds them in the wild. */
const trickyLine = fc.constantFrom(
  '',
  ' ',
  '```',
  '````',
  '   ```  ',
  '```causal',
  '``` causal',
  '```  causal ',
  '<!-- cell -->',
  '<!--  cell -->',
  '<!--cell -->',
  '<<<<<<< HEAD',
  '=======',
  '>>>>>>> branch',
  '顾客买了吗 🛒',
  'effect lift { of coupon on bought }',
  '\uFEFF',
);
const trickyText = fc
  .array(fc.tuple(trickyLine, fc.constantFrom('\n', '\r\n', '\r', '')), { maxLength: 8 })
  .map((parts) => parts.map(([line, end]) => line + end).join(''));
const cellText = fc.oneof(trickyText, fc.string({ unit: 'grapheme', maxLength: 40 }));
const notebook: fc.Arbitrary<Notebook> = fc.record({
  cells: fc.array(
    fc.record({ kind: fc.constantFrom('code' as const, 'markdown' as const), text: cellText }),
    { maxLength: 6 },
  ),
});

describe('the text of a notebook', () => {
  it('is Markdown with fenced code', () => {
    const { cells } = parseNotebook(example);
    expect(cells).toEqual([
      { kind: 'markdown', text: '# Did the coupon work?' },
      { kind: 'code', text: 'data visits from "visits.csv"' },
      { kind: 'markdown', text: 'The graph we believe in.' },
      { kind: 'markdown', text: 'A second note.' },
      { kind: 'code', text: 'train coupon_lift' },
    ]);
    expect(writeNotebook({ cells })).toBe(example);
  });

  it('comes back exactly, whatever the cells hold', () => {
    fc.assert(
      fc.property(notebook, (written) => {
        expect(parseNotebook(writeNotebook(written)).cells).toEqual(written.cells);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the line ends of the file', () => {
    fc.assert(
      fc.property(notebook, (written) => {
        const windows: Notebook = { ...written, eol: '\r\n' };
        const read = parseNotebook(writeNotebook(windows));
        expect(read.cells).toEqual(written.cells);
        if (written.cells.length > 0) expect(read.eol).toBe('\r\n');
      }),
    );
    expect(writeNotebook(parseNotebook(example.replaceAll('\n', '\r\n')))).toBe(
      example.replaceAll('\n', '\r\n'),
    );
  });

  it('loses no line of any text, and settles after one reading', () => {
    fc.assert(
      fc.property(trickyText, (text) => {
        const once = parseNotebook(text);
        const written = writeNotebook(once);
        expect(parseNotebook(written).cells).toEqual(once.cells);
        const isStructure = (line: string) => /^ {0,3}(`{3,}( *causal)?|<!-- *cell -->)?\s*$/.test(line);
        const lines = (t: string) => t.split('\n').filter((line) => !isStructure(line.trim()));
        expect(lines(written).map((l) => l.trimEnd())).toEqual(lines(text).map((l) => l.trimEnd()));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps what a cut or a conflict left behind', () => {
    const cut = parseNotebook(example.slice(0, example.indexOf('visits.csv')));
    expect(cut.cells.at(-1)).toEqual({ kind: 'code', text: 'data visits from "' });
    const conflict = example.replace(
      'train coupon_lift',
      '<<<<<<< HEAD\ntrain a\n=======\ntrain b\n>>>>>>> x',
    );
    expect(parseNotebook(conflict).cells.at(-1)?.text).toBe(
      '<<<<<<< HEAD\ntrain a\n=======\ntrain b\n>>>>>>> x',
    );
  });

  it('reads a notebook of 50 MB, and gives it back', () => {
    const cell = `Words.\n\n\`\`\`causal\ntrain ${'x'.repeat(50_000)}\n\`\`\`\n\n`;
    const text = cell.repeat(1050).trimEnd();
    const { cells, eol } = parseNotebook(text);
    expect(text.length).toBeGreaterThan(50 * 2 ** 20);
    expect(cells.filter(({ kind }) => kind === 'code')).toHaveLength(1050);
    expect(
      outputKeys(
        '',
        cells.map((one) => one.text),
      ).at(-1),
    ).toHaveLength(64);
    expect(writeNotebook({ cells, eol }).trimEnd() === text).toBe(true);
  });

  it('shows a Markdown cell that explains the language as written', () => {
    const written = writeNotebook({ cells: [{ kind: 'markdown', text: 'Write\n```causal\ntrain x\n```' }] });
    expect(written).toBe('Write\n``` causal\ntrain x\n```\n');
  });
});
