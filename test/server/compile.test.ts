import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataEngine, openEngine } from '../../kernel/src/data/open.js';
import { checkCells, checkFiles } from '../../server/src/compile.js';

let folder: string;
let engine: DataEngine;

const effect = 'effect lift { of treat on re78 from nsw adjust for age }';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causal-'));
  engine = await openEngine({ workspace: folder, memoryLimitMb: 256, threads: 1 });
  await writeFile(join(folder, 'nsw.csv'), 'treat,age,re78\n1,20,100.5\n0,30,200\n1,25,0\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function spec(name: string, text: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('checking files', () => {
  it('reads the columns of the real data file', async () => {
    const good = await spec('good.causal', `data nsw from "nsw.csv"\n${effect}`);
    const bad = await spec('bad.causal', `data nsw from "nsw.csv"\n${effect.replace('age', 'agee')}`);
    const checked = await checkFiles([good, bad], folder, engine);
    expect(checked.get(good)).toMatchObject({ problems: [], plan: { spec: 'good.causal' } });
    expect(checked.get(bad)).toEqual({
      problems: [
        {
          code: 'CS1003',
          severity: 'error',
          message: 'There is no "agee" in data nsw; did you mean "age"?',
          place: { file: 'bad.causal', line: 2, character: 52 },
        },
      ],
      plan: undefined,
    });
  });

  it('tells what is wrong with a data file at the declaration that names it', async () => {
    const file = await spec('gone.causal', `data nsw from "gone.csv"\n${effect}`);
    const { problems } = (await checkFiles([file], folder, engine)).get(file)!;
    expect(problems).toMatchObject([{ code: 'CS1101', place: { line: 1, character: 15 } }]);
  });

  it('refuses a data file outside the workspace', async () => {
    const file = await spec('outside.causal', `data nsw from "../../etc/passwd.csv"\n${effect}`);
    const { problems, plan } = (await checkFiles([file], folder, engine)).get(file)!;
    expect(problems[0]?.code).toBe('CS1102');
    expect(plan).toBeUndefined();
  });

  it('reads no data file without an engine, and then knows no column to be wrong', async () => {
    const file = await spec('trustless.causal', `data nsw from "gone.csv"\n${effect}`);
    expect((await checkFiles([file], folder)).get(file)?.problems).toEqual([]);
  });

  it('tells of a spec that is not there or not in UTF-8', async () => {
    const latin = await spec('latin.causal', Uint8Array.of(0x2f, 0x2f, 0xe9, 0x0a));
    const gone = join(folder, 'none.causal');
    const checked = await checkFiles([latin, gone], folder, engine);
    expect(checked.get(latin)?.problems).toMatchObject([{ code: 'CS1013', place: { file: 'latin.causal' } }]);
    expect(checked.get(gone)?.problems).toMatchObject([{ code: 'CS1013', place: { file: 'none.causal' } }]);
  });

  it('reads a spec with a byte order mark and Windows line ends', async () => {
    const file = await spec('windows.causal', `\uFEFFdata nsw from "nsw.csv"\r\n${effect}\r\n`);
    expect((await checkFiles([file], folder, engine)).get(file)?.problems).toEqual([]);
  });
});

describe('checking the cells of a notebook', () => {
  it('gives each cell the declarations above it and its own verbs', async () => {
    const cells = ['data nsw from "nsw.csv"', `${effect}\ntrain lift`, 'explain lift limit 3'];
    const notebook = join(folder, 'book.causalnb');
    const checked = await checkCells(
      cells.map((text) => ({ text })),
      notebook,
      folder,
      engine,
    );
    expect(checked.map(({ plan }) => [plan?.steps.length, plan?.actions.map(({ verb }) => verb)])).toEqual([
      [1, []],
      [2, ['train']],
      [2, ['explain']],
    ]);
    expect(checked[2]?.plan?.actions[0]?.place).toEqual({ line: 1, character: 1, cell: 2 });
  });
});

describe('values from outside', () => {
  const text = [
    'parameter from_age = 20',
    'parameter said = "treat is 1"',
    'parameter day = date "2026-01-01"',
    'parameter all = true',
    'data nsw from "nsw.csv" { keep (age >= from_age or all) and "a" != said and date "2025-01-01" < day }',
    effect,
  ];
  const set = new Map([
    ['from_age', '-2.5e1'],
    ['said', 'say "no"\\\n'],
    ['day', '2026-02-28'],
    ['all', 'false'],
  ]);

  it('give the plan of the spec that says them', async () => {
    const file = await spec('set.causal', text.join('\n'));
    const said = await spec(
      'said.causal',
      text
        .join('\n')
        .replace('= 20', '= -25')
        .replace('"treat is 1"', '"say \\"no\\"\\\\\\n"')
        .replace('2026-01-01', '2026-02-28')
        .replace('= true', '= false'),
    );
    const given = (await checkFiles([file], folder, engine, { set })).get(file)!;
    const plain = (await checkFiles([said], folder, engine)).get(said)!;
    expect(given.problems).toEqual([]);
    expect(given.plan?.specHash).toBe(plain.plan?.specHash);
    expect(given.plan?.parameters).toEqual({
      from_age: -25,
      said: 'say "no"\\\n',
      day: '2026-02-28',
      all: false,
    });
    expect((await checkFiles([file], folder, engine)).get(file)?.plan?.specHash).not.toBe(
      given.plan?.specHash,
    );
    const cells = text.map((cell) => ({ text: cell }));
    const notebook = await checkCells(cells, join(folder, 'set.causalnb'), folder, engine, { set });
    expect(notebook.at(-1)?.plan?.specHash).toBe(plain.plan?.specHash);
  });

  it('are refused all at once where they are of another kind or of no parameter', async () => {
    const file = await spec('refused.causal', text.join('\n'));
    const wrong = new Map([
      ['from_age', 'old'],
      ['day', '2026-13-01'],
      ['all', 'yes'],
      ['dya', '2026-01-01'],
    ]);
    const { problems, plan } = (await checkFiles([file], folder, engine, { set: wrong })).get(file)!;
    expect(plan).toBeUndefined();
    expect(problems.map(({ code, message, place }) => [code, place?.line, message])).toEqual([
      ['CS1015', undefined, '"refused.causal" has no parameter "dya" to set; did you mean "day"?'],
      ['CS1016', 4, expect.stringContaining('Parameter all is true or false, and "yes" is none')],
      ['CS1016', 3, expect.stringContaining('Parameter day is a date, and "2026-13-01" is none')],
      ['CS1016', 1, expect.stringContaining('Parameter from_age is a number, and "old" is none')],
    ]);
    const bare = await spec('bare.causal', `data nsw from "nsw.csv"\n${effect}`);
    expect((await checkFiles([bare], folder, engine, { set })).get(bare)?.problems).toHaveLength(4);
  });

  it('lead no path out of the workspace', async () => {
    const file = await spec('path.causal', `parameter file = "nsw.csv"\ndata nsw from file\n${effect}`);
    const outside = new Map([['file', '../../etc/passwd.csv']]);
    const { problems } = (await checkFiles([file], folder, engine, { set: outside })).get(file)!;
    expect(problems).toMatchObject([
      { code: 'CS1102', message: expect.stringContaining('leave the workspace') },
    ]);
    expect((await checkFiles([file], folder, engine)).get(file)?.problems).toEqual([]);
  });
});
