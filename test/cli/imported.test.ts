import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { buildPrograms, causal } from './program.js';

interface Fixture {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly raw: readonly (readonly number[])[];
  readonly model: string;
}

const fixture = async (name: string): Promise<Fixture> =>
  JSON.parse(
    await readFile(new URL(`../kernel/trees/exchange/fixtures/${name}.json`, import.meta.url), 'utf8'),
  );

/** Rows of a fixture, with an outcome near what its library says of them. */
function csvOf({ rows, raw }: Fixture, outcome: (score: number, row: number) => number | string): string {
  const lines = rows.map((cells, row) => [...cells.map((x) => x ?? ''), outcome(raw[row][0], row)].join(','));
  return ['x0,x1,x2,y', ...lines].join('\n');
}

const spec = (file: string, using = 'x0, x1, x2') => `
data rows from "rows.csv"
model theirs { predict y from rows  using ${using}  with imported { file "${file}" } }
`;

beforeAll(buildPrograms, 60_000);

it.each([
  ['lightgbm-regression', 'model.txt', 1e-9],
  ['xgboost-squared', 'model.json', 1e-5],
])(
  'measures, explains and scores with a model of another library: %s',
  async (name, file, tolerance) => {
    const given = await fixture(name);
    const { folder } = await workspaceWith({
      [file]: given.model,
      'rows.csv': csvOf(given, (score, row) => score + 0.1 * (row % 3)),
      'ours.causal': spec(file),
    });
    const trained = await causal(['train', 'ours.causal', '--format', 'json'], folder);
    expect(trained.code).toBe(0);
    const { models } = JSON.parse(trained.out);
    expect(models).toMatchObject([{ name: 'theirs', task: 'regression', learner: 'imported' }]);
    const scored = await causal(
      ['score', 'ours.causal', 'theirs', '--on', 'rows.csv', '--into', 'scored.csv'],
      folder,
    );
    expect(scored.code).toBe(0);
    const lines = (await readFile(join(folder, 'scored.csv'), 'utf8')).trim().split('\n').slice(1);
    lines.forEach((line, row) => {
      expect(Math.abs(Number(line.split(',').at(-1)) - given.raw[row][0])).toBeLessThan(tolerance);
    });
    const explained = await causal(
      ['explain', 'ours.causal', 'theirs', '--limit', '2', '--format', 'json'],
      folder,
    );
    expect(explained.code).toBe(0);
  },
  60_000,
);

it('says what does not fit, all of it, and what cannot be read', async () => {
  const given = await fixture('lightgbm-binary');
  const { folder } = await workspaceWith({
    'model.txt': given.model,
    'broken.txt': given.model.slice(0, 500),
    'rows.csv': csvOf(given, (score) => score),
    'unfit.causal': spec('model.txt', 'x0'),
    'broken.causal': spec('broken.txt'),
    'absent.causal': spec('absent.txt'),
    'outside.causal': spec('../model.txt'),
  });
  const unfit = await causal(['train', 'unfit.causal'], folder);
  expect(unfit.code).toBe(1);
  expect(unfit.err).toContain('reads a column "x1"');
  expect(unfit.err).toContain('reads a column "x2"');
  expect(unfit.err).toContain('objective logistic');
  for (const [name, code] of [
    ['broken', 'CS5040'],
    ['absent', 'CS1101'],
    ['outside', 'CS1102'],
  ]) {
    const refused = await causal(['train', `${name}.causal`], folder);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(code);
  }
}, 60_000);
