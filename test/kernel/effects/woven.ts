import { textDesign } from '../../../kernel/src/text/text-design.js';
import type { Browsed } from './browsed.js';
import { noise, number, tableOf } from './tables.js';

const dimensions = 12;

/** What confounds, of two oblique directions `u` and `v` of an embedding, in standard deviations. */
export type Weave = (u: number, v: number) => { readonly odds: number; readonly mean: number };

/** Straight lines: all that linear heads can hold. */
export const straight: Weave = (u, v) => ({ odds: u + 0.5 * v, mean: 1.5 * u + v });
/** A product that neither direction tells alone, beside a line in each: the treatment follows one, the outcome the other. */
export const product: Weave = (u, v) => ({ odds: 0.7 * u + 0.8 * u * v, mean: 0.7 * v + 1.5 * u * v });
/** Bends that no line follows: what confounds is how far out a text is, and on which side of a ridge. */
export const bent: Weave = (u, v) => {
  const c = Math.abs(u) + Math.abs(v) - 1.6;
  return { odds: 1.2 * c + 0.3 * u, mean: 2 * c + 0.3 * v };
};

/** A shop whose confounder is made up of two oblique directions of what people browsed; the true effect is 1. */
export function woven(n: number, seed: number, weave: Weave): Browsed {
  const { normal, uniform } = noise(seed);
  const distinct = n;
  const embedding = Float32Array.from({ length: distinct * dimensions }, normal);
  const along = (sign: (j: number) => number) =>
    Float64Array.from({ length: distinct }, (_, text) => {
      const row = embedding.subarray(text * dimensions, (text + 1) * dimensions);
      return row.reduce((sum, value, j) => sum + sign(j) * value, 0) / Math.sqrt(dimensions);
    });
  const [u, v] = [along((j) => (j % 2 === 0 ? 1 : -1)), along((j) => (j % 4 < 2 ? 1 : -1))];
  const codes = Int32Array.from({ length: n }, (_, row) => row);
  const treatment = Array.from(codes, (code) =>
    uniform() < 1 / (1 + Math.exp(-weave(u[code], v[code]).odds)) ? 1 : 0,
  );
  const outcome = treatment.map((t, i) => weave(u[codes[i]], v[codes[i]]).mean + t + normal());
  // The words say nothing: what confounds is in the embedding alone.
  const texts = Array.from({ length: distinct }, (_, i) => `page ${i % 7}`);
  const column = { kind: 'text', name: 'history', type: 'text', codes, distinct: texts } as const;
  return {
    table: tableOf(number('treatment', treatment), number('outcome', outcome), column),
    design: textDesign('browsing', column, embedding, dimensions),
  };
}
