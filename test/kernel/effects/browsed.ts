import type { Table } from '../../../kernel/src/data/table.js';
import { type TextDesign, textDesign } from '../../../kernel/src/text/text-design.js';
import { noise, number, tableOf } from './tables.js';

const dimensions = 12;

export interface Browsed {
  readonly table: Table;
  readonly design: TextDesign;
}

/** How `browsing` is put to an effect. */
export const browsing = { name: 'browsing', column: 'history', step: 'encode:browsing' };

/**
 * A shop whose confounder is an oblique direction of the embedding of what people browsed; the true effect is 1.
 * @param told log odds that another direction of it, which moves nothing else, adds to those of the treatment
 */
export function browsed(n: number, seed: number, told = 0): Browsed {
  const { normal, uniform } = noise(seed);
  const distinct = n / 2;
  const embedding = Float32Array.from({ length: distinct * dimensions }, normal);
  const along = (sign: (j: number) => number) =>
    Float64Array.from({ length: distinct }, (_, text) => {
      const row = embedding.subarray(text * dimensions, (text + 1) * dimensions);
      return row.reduce((sum, value, j) => sum + sign(j) * value, 0) / Math.sqrt(dimensions);
    });
  const taste = along((j) => (j % 2 === 0 ? 1 : -1));
  const quote = along((j) => (j % 4 < 2 ? 1 : -1));
  const codes = Int32Array.from({ length: n }, () => Math.floor(uniform() * distinct));
  const treatment = [...codes].map((code) =>
    uniform() < 1 / (1 + Math.exp(-taste[code] - told * quote[code])) ? 1 : 0,
  );
  const outcome = treatment.map((t, i) => 2 * taste[codes[i]] + t + normal());
  // The words say nothing: what confounds is in the embedding alone.
  const texts = Array.from({ length: distinct }, (_, i) => `page ${i % 7}`);
  const column = { kind: 'text', name: 'history', type: 'text', codes, distinct: texts } as const;
  return {
    table: tableOf(number('treatment', treatment), number('outcome', outcome), column),
    design: textDesign('browsing', column, embedding, dimensions),
  };
}
