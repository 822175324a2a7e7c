import type { Feature, Features } from '../../../kernel/src/data/table.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';

/** A numeric feature of its own source. */
export function numeric(name: string, values: ArrayLike<number>, source = name): Feature {
  return { name, source, kind: 'numeric', values: Float64Array.from(values) };
}

/** A categorical feature from its levels by row; undefined is missing. */
export function categorical(name: string, cells: readonly (string | undefined)[], source = name): Feature {
  const levels = [...new Set(cells.filter((cell) => cell !== undefined))].sort();
  const values = Float64Array.from(cells, (cell) => (cell === undefined ? Number.NaN : levels.indexOf(cell)));
  return { name, source, kind: 'categorical', values, levels };
}

export function features(...list: Feature[]): Features {
  return { rows: list[0].values.length, list };
}

export function allRows(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Standard normal draws (Box and Muller). */
export function normals(n: number, seed: number): Float64Array {
  const random = createRandom(seed, 77);
  return Float64Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  );
}

export function uniforms(n: number, seed: number): Float64Array {
  const random = createRandom(seed, 78);
  return Float64Array.from({ length: n }, () => random.next());
}
