import type { TextDesign } from '../../text/text-design.js';
import type { ExposureLog } from './exposure-log.js';
import type { ItemTexts } from './text-map.js';

/** The embedding of each item's text, that of its first row with one, brought to length 1. */
export function itemTexts({ items, rows }: ExposureLog, text: TextDesign): ItemTexts {
  const { dimensions, embedding, codes } = text;
  const vectors = new Float32Array(items.count * dimensions);
  const told = new Uint8Array(items.count);
  for (const [i, item] of items.of.entries()) {
    const code = codes[rows[i]];
    if (told[item] === 1 || code < 0) continue;
    told[item] = 1;
    const own = embedding.subarray(code * dimensions, (code + 1) * dimensions);
    const length = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    if (length > 0)
      vectors.set(
        own.map((x) => x / length),
        item * dimensions,
      );
  }
  return { dimensions, vectors };
}
