import { parseArgs } from 'node:util';
import { solutions } from './solutions/list.js';
import { writeShop } from './write-shop.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string' },
    solution: { type: 'string' },
  },
});

async function writeSample(): Promise<void> {
  const folder = values.out ?? 'samples/data';
  await writeShop(folder, { rows: Number(values.rows), seed: Number(values.seed) });
  console.log(`${values.rows} visits written to ${folder}.`);
}

async function writeSolution(name: string): Promise<void> {
  const write = Object.hasOwn(solutions, name) ? solutions[name] : undefined;
  if (!write)
    throw new Error(`There is no solution "${name}"; there are ${Object.keys(solutions).join(', ')}.`);
  const folder = values.out ?? `samples/solutions/${name}/data`;
  await write(folder, Number(values.seed));
  console.log(`Data of ${name} written to ${folder}.`);
}

await (values.solution === undefined ? writeSample() : writeSolution(values.solution));
