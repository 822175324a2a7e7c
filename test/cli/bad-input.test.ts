import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { shopCsv } from '../kernel/process/plans.js';
import { buildPrograms, causal } from './program.js';

const spec = 'data d from "d.csv"\neffect e { of coupon on bought  from d  adjust for age }\n';
const rows = (row: (i: number) => string) => Array.from({ length: 40 }, (_, i) => row(i)).join('\n');
const file = (row: (i: number) => string) => `coupon,bought,age\n${rows(row)}\n`;
const good = (i: number) => `${i % 2},${i % 3 ? 0 : 1},${20 + (i % 7)}`;

beforeAll(buildPrograms, 60_000);

/** What is wrong, the data, and what has to be said about it. */
const cases: [string, string | Buffer | undefined, RegExp][] = [
  ['a missing file', undefined, /error CS\d{4}: There is no file "d\.csv"/],
  ['an empty file', '', /"d\.csv" is empty/],
  [
    'a ragged file',
    file((i) => (i === 4 ? '1,0' : good(i))),
    /"d\.csv", line 6: 2 cells where the header names 3 columns/,
  ],
  [
    'another encoding',
    Buffer.from(
      file((i) => (i === 4 ? '1,0,\xe9' : good(i))),
      'latin1',
    ),
    /"d\.csv" is not UTF-8: line 6/,
  ],
  ['duplicate columns', `coupon,bought,age,age\n${rows((i) => `${good(i)},1`)}\n`, /two columns named "age"/],
  ['one row', 'coupon,bought,age\n1,0,30\n', /"d\.csv" has one row only/],
  [
    'a constant treatment',
    file((i) => `1,${i % 3 ? 0 : 1},${i}`),
    /^d\.csv: error CS6007: The treatment "coupon" is "1" in every row/m,
  ],
  [
    'an outcome with text in it',
    file((i) => (i === 4 ? '1,oops,30' : good(i))),
    /Column "bought" of "d\.csv" is numeric but for 1 value, first "oops" in row 5/,
  ],
  [
    'an infinite value',
    file((i) => (i === 4 ? '1,0,inf' : good(i))),
    /^d\.csv: error CS6006: Column "age" has an infinite value, first in row 5/m,
  ],
];

describe('bad input ends with exit 1 and a message that names what is wrong', () => {
  it.each(cases)('%s', async (_, content, message) => {
    const { folder } = await workspaceWith({
      's.causal': spec,
      ...(content === undefined ? {} : { 'd.csv': content }),
    });
    const { code, err } = await causal(['train', 's.causal'], folder);
    expect(err).toMatch(message);
    expect(code).toBe(1);
  });

  it('an arm without rows', async () => {
    const arms = spec.replace('adjust', 'arms 0, 1, 2  adjust');
    const { folder } = await workspaceWith({ 's.causal': arms, 'd.csv': file(good) });
    const { code, err } = await causal(['train', 's.causal'], folder);
    expect(code).toBe(1);
    expect(err).toContain('d.csv: error CS6004: The treatment "coupon" has no arm "2"');
  });

  it('a column without any value, which is a warning and no error where nothing depends on it', async () => {
    const { folder } = await workspaceWith({
      's.causal': spec,
      'd.csv': file((i) => `${i % 2},${i % 3 ? 0 : 1},`),
    });
    const { out, err } = await causal(['train', 's.causal'], folder);
    expect(out + err).toContain('Column "age" of "d.csv" has no value in any row.');
  });

  it('a column named __proto__, which simply works', async () => {
    const own = spec.replace('for age', 'for `__proto__`');
    const { folder } = await workspaceWith({
      's.causal': own,
      'd.csv': file(good).replace('age', '__proto__'),
    });
    const { code, out } = await causal(['train', 's.causal', '--format', 'json'], folder);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ effects: [{ adjustment: { columns: ['__proto__'] } }] });
  });

  it('a giant cell', async () => {
    const giant = `${file(good)}1,0,"${'9'.repeat(17 << 20)}"\n`;
    const { folder } = await workspaceWith({ 's.causal': spec, 'd.csv': giant });
    const { code, err } = await causal(['train', 's.causal'], folder);
    expect(code).toBe(1);
    expect(err).toContain('line 42: column "age" holds a cell larger than 16 MB');
  });

  it('a spec nested 10,000 deep', async () => {
    const deep = `data d from "d.csv" { keep ${'('.repeat(10_000)}true${')'.repeat(10_000)} }\n`;
    const { folder } = await workspaceWith({ 's.causal': deep, 'd.csv': file(good) });
    const { code, out } = await causal(['check', 's.causal'], folder);
    expect(code).toBe(1);
    expect(out).toContain('CS1007');
  });

  it('a damaged artifact, which is computed again', async () => {
    const { folder } = await workspaceWith({ 's.causal': spec, 'd.csv': file(good) });
    const train = ['train', 's.causal', '--format', 'json'];
    const first = JSON.parse((await causal(train, folder)).out) as { effects: object[] };
    const store = join(folder, '.causal/artifacts');
    for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      bytes[bytes.length >> 1]! ^= 4;
      await writeFile(path, bytes.subarray(0, bytes.length - 1));
    }
    const second = await causal(train, folder);
    expect(second.code).toBe(0);
    expect(second.err).toContain('was damaged and is computed again');
    expect(JSON.parse(second.out)).toEqual(first);
  });

  it('no place to keep results, told before anything is computed', async () => {
    const { folder } = await workspaceWith({ 's.causal': spec, 'd.csv': file(good), '.causal': 'a file' });
    const { code, err } = await causal(['train', 's.causal', '--workspace', '.'], folder);
    expect(code).toBe(1);
    expect(err).toContain('".causal" is a file, where results are kept in a folder; move it away.');
  });

  it('a place outside the workspace to write to', async () => {
    const { folder } = await workspaceWith({ 'd.csv': file(good) });
    await mkdir(join(folder, 'in/.causal'), { recursive: true });
    await writeFile(join(folder, 'in/s.causal'), spec);
    await writeFile(join(folder, 'in/d.csv'), file(good));
    const { code, err } = await causal(
      ['score', 'in/s.causal', 'e', '--on', 'in/d.csv', '--into', 'o.csv'],
      folder,
    );
    expect(code).toBe(1);
    expect(err).toContain('would leave the workspace');
  });

  it('two runs in one workspace at once, which both end well and agree', async () => {
    const { folder } = await workspaceWith({ 's.causal': spec, 'd.csv': shopCsv(2000) });
    const train = () => causal(['train', 's.causal', '--format', 'json'], folder);
    const [a, b] = await Promise.all([train(), train()]);
    expect([a.code, b.code]).toEqual([0, 0]);
    const effects = ({ out }: { out: string }) =>
      (JSON.parse(out) as { effects: object[] }).effects.map((effect) => ({ ...effect, reused: undefined }));
    expect(effects(a)).toEqual(effects(b));
  });
});
