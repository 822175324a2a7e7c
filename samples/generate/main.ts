import { parseArgs } from 'node:util';
import { writeOffers } from './write-offers.js';
import { writeShop } from './write-shop.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string', default: 'samples/data' },
  },
});

await writeShop(values.out, { rows: Number(values.rows), seed: Number(values.seed) });
await writeOffers(values.out, Number(values.seed));
console.log(`${values.rows} visits written to ${values.out}.`);
