import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { normals, uniforms } from '../kernel/trees/data.js';
import { buildPrograms, causal } from './program.js';

const n = 300;
const [age, noise, coin] = [uniforms(n, 1).map((u) => 18 + 60 * u), normals(n, 2), uniforms(n, 3)];
const cities = Array.from(coin, (u) => ['Bonn', 'Cologne', 'Ulm'][Math.floor(3 * u)]);
const rows = Array.from(age, (years, i) => {
  const spend = years / 10 + (cities[i] === 'Ulm' ? 3 : 0) + noise[i];
  const liked = spend > 5 ? 'true' : 'false';
  // Some ages are missing.
  return [i % 13 === 0 ? '' : years.toFixed(2), cities[i], i % 2, spend.toFixed(4), liked].join(',');
});
const csv = ['age,city,coupon,spend,liked', ...rows].join('\n');

const data = 'data visits from "visits.csv"\n';
const model = (name: string, outcome: string, learner: string) =>
  `model ${name} { predict ${outcome} from visits  using age, city  with ${learner} }\n`;
const spec = [
  data,
  model('boosted', 'spend', 'boosted trees { rounds 20 }'),
  model('likes', 'liked', 'boosted trees { rounds 20 }'),
  model('averaged', 'spend', 'forest { trees 10 }'),
  model('straight', 'spend', 'linear'),
  'effect lift { of coupon on spend  from visits  adjust for nothing  with difference in means }\n',
].join('');

const open = async () => (await workspaceWith({ 'visits.csv': csv, 'shop.causal': spec })).folder;

/** Scores of the rows, last column of the file that `causal score` writes. */
async function scores(folder: string, file: string, name: string): Promise<number[]> {
  const scored = await causal(['score', file, name, '--on', 'visits.csv', '--into', 'scored.csv'], folder);
  expect(scored.code).toBe(0);
  const lines = (await readFile(join(folder, 'scored.csv'), 'utf8')).trim().split('\n').slice(1);
  return lines.map((line) => Number(line.split(',').at(-1)));
}

beforeAll(buildPrograms, 60_000);

it.each([
  ['boosted', 'spend', 'model.txt', 1e-9],
  ['boosted', 'spend', 'model.json', 1e-5],
  ['likes', 'liked', 'model.txt', 1e-9],
  ['averaged', 'spend', 'model.txt', 1e-9],
])(
  'what it writes predicts the same where it is brought back: %s of %s as %s',
  async (name, outcome, file, tolerance) => {
    const folder = await open();
    const exported = await causal(['export', 'shop.causal', name, '--into', file], folder);
    expect(exported).toMatchObject({ code: 0, out: `${name} is written to "${file}".\n` });
    await writeFile(
      join(folder, 'back.causal'),
      data + model('back', outcome, `imported { file "${file}" }`),
    );
    const [ours, back] = [
      await scores(folder, 'shop.causal', name),
      await scores(folder, 'back.causal', 'back'),
    ];
    expect(ours.length).toBe(n);
    ours.forEach((score, row) => void expect(Math.abs(score - back[row])).toBeLessThan(tolerance));
  },
  60_000,
);

it('prints one JSON document where asked to', async () => {
  const folder = await open();
  const { code, out } = await causal(
    ['export', 'shop.causal', 'boosted', '--into', 'model.json', '--format', 'json'],
    folder,
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ status: 'done', results: [] });
}, 60_000);

it('refuses what has no trees, places outside the workspace and names it cannot read', async () => {
  const folder = await open();
  const refused: [name: string, into: string, code: number, said: string][] = [
    ['straight', 'model.txt', 1, 'it is linear'],
    ['lift', 'model.txt', 1, 'CS5043'],
    ['boosted', '../model.txt', 1, 'CS1102'],
    ['boosted', 'absent/model.txt', 1, 'CS1101'],
    ['boosted', 'model.bin', 2, '.txt, for LightGBM'],
    ['unknown', 'model.txt', 2, 'no effect or model "unknown"'],
  ];
  for (const [name, into, code, said] of refused) {
    const ended = await causal(['export', 'shop.causal', name, '--into', into], folder);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(said);
  }
  expect((await causal(['export', 'shop.causal', 'boosted'], folder)).code).toBe(2);
  expect((await readdir(folder)).filter((file) => /model|tmp/.test(file))).toEqual([]);
}, 60_000);
