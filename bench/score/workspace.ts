import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRandom } from '../../kernel/src/statistics/random.js';

/** A workspace of its own; what was trained there is kept, so that scoring alone is measured. */
export const workspace = resolve('.cache/score');

const numbers = Array.from({ length: 25 }, (_, i) => `x${i}`);
const cities = ['Bern', 'Basel', 'Zürich', 'Genf', 'Lugano', 'Chur'];
const trainingRows = 20_000;
const linesAtOnce = 10_000;

const read = [...numbers, 'city', 'plan'].join(', ');
const spec = `data visits from "visits.csv"
model will_buy { predict bought from visits  using ${read}, coupon  with boosted trees { rounds 200 } }
effect lift { of coupon on bought  from visits  adjust for ${read}  by ${read}  with causal forest }
policy coupons { treat by lift  cost 2  value 30  budget 10000  eligible x3 > .1 }
`;

/** Makes the spec, its data, and a file to score with the 30 columns of the data but the outcome. @returns name of the file */
export function workspaceWith(rows: number): string {
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, 'shop.causal'), spec);
  draw('visits.csv', trainingRows, 1, true);
  const name = `visits-${rows}.csv`;
  draw(name, rows, 2, false);
  return name;
}

/** Numbers of five digits, whole ones, words, days; a coupon that moves those of large x0. */
function draw(name: string, rows: number, seed: number, outcome: boolean): void {
  const path = join(workspace, name);
  if (existsSync(path)) return;
  const random = createRandom(seed);
  const file = openSync(`${path}.unfinished`, 'w');
  const header = ['id', ...numbers, 'city', 'plan', 'day', 'coupon', ...(outcome ? ['bought'] : [])];
  writeSync(file, `${header.join(',')}\n`);
  for (let from = 0; from < rows; from += linesAtOnce) {
    const lines = Array.from({ length: Math.min(linesAtOnce, rows - from) }, (_, i) => {
      const x = numbers.map((_, j) => (j % 5 === 4 ? random.below(20) : Number(random.next().toFixed(5))));
      const coupon = random.below(2);
      const chance = 0.2 + 0.2 * x[1] + (x[0] > 0.5 ? 0.3 * coupon : 0);
      const day = `2026-0${1 + (i % 9)}-12`;
      const words = [
        cities[random.below(cities.length)],
        random.below(2) === 0 ? 'basic' : 'pro',
        day,
        coupon,
      ];
      return [`u${from + i}`, ...x, ...words, ...(outcome ? [random.next() < chance ? 1 : 0] : [])].join(',');
    });
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  renameSync(`${path}.unfinished`, path);
}
