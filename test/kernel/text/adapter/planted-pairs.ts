import type { CategoryColumn } from '../../../../kernel/src/data/table.js';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { normal } from '../../../../kernel/src/text/network/draws.js';
import { type TextDesign, textDesign } from '../../../../kernel/src/text/text-design.js';

/** A design whose texts are bought two by two, and the column that says with what. */
export interface PlantedPairs {
  readonly design: TextDesign;
  readonly baskets: CategoryColumn;
}

/**
 * Two texts of a basket have two of the twelve numbers of their embeddings nearly in common, and differ in the others, which are three times as large. Where
 * `random`, they have nothing in common.
 */
export function plantPairs(texts: number, seed: number, random = false): PlantedPairs {
  const dimensions = 12;
  const draws = createRandom(seed, 5);
  const embedding = new Float32Array(texts * dimensions);
  for (let text = 0; text < texts; text++) {
    for (let j = 0; j < dimensions; j++) {
      const shared = j < 2 && text % 2 === 1 && !random;
      const other = embedding[(text - 1) * dimensions + j];
      embedding[text * dimensions + j] = shared
        ? other + 0.2 * normal(draws)
        : (j < 2 ? 1 : 3) * normal(draws);
    }
  }
  const codes = Int32Array.from({ length: texts }, (_, i) => i);
  const distinct = Array.from(codes, (i) => `page ${i % 7} of ${i % 11}`);
  const column = { kind: 'text', name: 'history', type: 'text', codes, distinct } as const;
  const levels = Array.from({ length: texts / 2 }, (_, i) => `basket ${i}`);
  const basket = codes.map((i) => i >> 1);
  return {
    design: textDesign('browsing', column, embedding, dimensions),
    baskets: { kind: 'category', name: 'basket', type: 'categorical', codes: basket, levels },
  };
}
