import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeIpynb } from '../../../client/src/exchange/ipynb.js';
import { readIpynb } from '../../../client/src/exchange/read-ipynb.js';
import type { ShownCell, ShownNotebook } from '../../../client/src/exchange/shown-notebook.js';
import {
  errorOutput,
  noteOutput,
  resultMime,
  resultOutput,
} from '../../../client/src/notebook/cell-output.js';
import { InputError } from '../../../kernel/src/problem.js';
import type { Result } from '../../../kernel/src/result.js';
import { examples } from '../../renderer/examples.js';

const results = [...examples.values()] as Result[];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '\n',
    'a\r\nb',
    '```causal\nx\n```',
    '<!-- cell -->',
    '\uFEFFx',
    '__proto__',
    '买 🛒\n\n',
  ),
);
const output = fc.oneof(
  fc.constantFrom(...results).map(resultOutput),
  text.map(noteOutput),
  fc.tuple(text, text).map(([name, message]) => errorOutput(name, message)),
);
const cell: fc.Arbitrary<ShownCell> = fc.oneof(
  fc.record({ kind: fc.constant('markdown' as const), text }),
  fc.record({ kind: fc.constant('code' as const), text, outputs: fc.array(output, { maxLength: 3 }) }),
);
const notebook: fc.Arbitrary<ShownNotebook> = fc.record(
  { cells: fc.array(cell, { maxLength: 6 }), eol: fc.constant('\r\n' as const) },
  { requiredKeys: ['cells'] },
);

/** A notebook as Python wrote it. */
const foreign = {
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Sales\n', 'in June'], attachments: { 'a.png': {} } },
    {
      cell_type: 'code',
      metadata: {},
      source: 'x = "```"\n',
      outputs: [{ output_type: 'stream', text: '1' }],
    },
    { cell_type: 'code', metadata: {}, source: '', outputs: [] },
    { cell_type: 'raw', metadata: {}, source: ['\\alpha'] },
    {
      cell_type: 'code',
      metadata: { vscode: { languageId: 'causal' } },
      source: ['train lift'],
      outputs: [
        { output_type: 'display_data', data: { 'text/html': '<script>alert(1)</script>' } },
        { output_type: 'stream', name: 'stdout', text: ['plain ', 'words'] },
      ],
    },
  ],
  metadata: { kernelspec: { language: 'python' } },
  nbformat: 4,
  nbformat_minor: 2,
};

function faultsOf(file: string): string[] {
  try {
    readIpynb(file, 'shop.ipynb');
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ message }) => message);
    throw error;
  }
  return [];
}

describe('a notebook for Jupyter', () => {
  it('comes back as it was, texts, results, errors and line ends', () => {
    fc.assert(
      fc.property(notebook, (written) => {
        const { leftOut, ...read } = readIpynb(writeIpynb(written), 'n.ipynb');
        expect(read).toEqual(written);
        expect(leftOut).toEqual({ outputs: 0, attachments: 0 });
      }),
      { numRuns: 150 },
    );
  });

  it('is nbformat 4.5: every cell has an id of its own, no output is markup that runs, and the same bytes come twice', () => {
    const cells = [
      { kind: 'code' as const, text: 'a\nb', outputs: results.map(resultOutput) },
      { kind: 'code' as const, text: 'a\nb' },
    ];
    const file = writeIpynb({ cells });
    expect(writeIpynb({ cells })).toBe(file);
    const json = JSON.parse(file) as {
      nbformat: number;
      nbformat_minor: number;
      cells: { id: string; source: string[]; outputs: { data: object }[] }[];
    };
    expect([json.nbformat, json.nbformat_minor]).toEqual([4, 5]);
    const ids = json.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/);
    expect(json.cells[0].source).toEqual(['a\n', 'b']);
    const mimes = json.cells[0].outputs.flatMap(({ data }) => Object.keys(data));
    expect(new Set(mimes)).toEqual(new Set([resultMime, 'text/markdown', 'text/plain']));
  });
});

describe('a notebook from elsewhere', () => {
  it('keeps its texts and causal cells, and other code inside Markdown; what is lost is counted', () => {
    const { cells, leftOut } = readIpynb(JSON.stringify(foreign), 'n.ipynb');
    expect(cells).toEqual([
      { kind: 'markdown', text: '# Sales\nin June' },
      { kind: 'markdown', text: '```python\nx = "```"\n\n```' },
      { kind: 'markdown', text: '```\n\\alpha\n```' },
      { kind: 'code', text: 'train lift', outputs: [noteOutput('plain words')] },
    ]);
    expect(leftOut).toEqual({ outputs: 2, attachments: 1 });
  });

  it('takes the language of the notebook where a cell has none', () => {
    const ours = { ...foreign, metadata: { language_info: { name: 'causal' } } };
    const kinds = readIpynb(JSON.stringify(ours), 'n.ipynb').cells.map(({ kind }) => kind);
    expect(kinds).toEqual(['markdown', 'code', 'code', 'markdown', 'code']);
  });

  it('believes no result that is none', () => {
    const data = { [resultMime]: { kind: 'effect', name: '<b>' }, 'text/plain': 'An effect' };
    const cells = [
      { cell_type: 'code', source: 'a', outputs: [{ data }], metadata: { vscode: { languageId: 'causal' } } },
    ];
    const read = readIpynb(JSON.stringify({ ...foreign, cells }), 'n.ipynb');
    expect(read.cells[0].outputs).toEqual([noteOutput('An effect')]);
  });

  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const whole = JSON.stringify(foreign, null, 1);
  it.each([
    ['', /empty/],
    [whole.slice(0, whole.length / 2), /ends in the middle.*cut short/],
    [whole.replace('"source": [', '<<<<<<< HEAD\n"source": ['), /merge conflict/],
    [whole.replace('"cells"', 'cells'), /Line 2 is no JSON/i],
    ['[1]', /JSON of another kind/],
    [deep, /JSON of another kind/],
    ['{}', /does not say its "nbformat"/],
    [
      JSON.stringify({ ...foreign, nbformat: 3, worksheets: [] }),
      /nbformat 3; open it in Jupyter and save it/,
    ],
    [JSON.stringify({ ...foreign, nbformat: 5 }), /nbformat 5, which is newer/],
    [JSON.stringify({ ...foreign, cells: 7 }), /no list "cells"/],
  ])('refuses %.40j in one sentence that names the file', (file, said) => {
    const told = faultsOf(file);
    expect(told).toEqual([expect.stringMatching(said)]);
    expect(told[0]).toContain('"shop.ipynb"');
  });

  it('tells all cells that are wrong at once', () => {
    const cells = [
      null,
      { cell_type: 'heading', source: '' },
      { cell_type: 'code', source: 7 },
      { cell_type: 'code', source: '', outputs: {} },
      foreign.cells[0],
    ];
    expect(
      faultsOf(JSON.stringify({ ...foreign, cells })).map((message) => /cell (\d)/.exec(message)?.[1]),
    ).toEqual(['1', '2', '3', '4']);
  });

  it('never throws anything but what is wrong, whatever is cut or changed', () => {
    const file = writeIpynb({
      cells: [{ kind: 'code', text: 'train a', outputs: results.slice(0, 2).map(resultOutput) }],
    });
    const junk = fc.constantFrom('', 'null', '{', '"', '[', '7', '\\u0000', '__proto__', '\n');
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(40), junk, (at, length, put) => {
        faultsOf(file.slice(0, at) + put + file.slice(at + length));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out a result that is nested beyond all use', () => {
    const file = writeIpynb({
      cells: [
        {
          kind: 'code',
          text: 'a',
          outputs: [resultOutput(results.find(({ kind }) => kind === 'graph') as Result)],
        },
      ],
    });
    const hostile = file.replace(/\{\s*"kind": "graph",/, `{"extra":${deep},"kind":"graph",`);
    expect(hostile).not.toBe(file);
    expect(readIpynb(hostile, 'n.ipynb').cells[0].outputs?.[0].items[0].mime).toBe('text/plain');
  });
});
