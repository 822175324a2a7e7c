import { afterAll, describe, expect, it, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { logLossSlopesJob, slopeBytes } from '../../../../kernel/src/trees/products/log-odds.js';
import {
  crossProducts,
  productBytes,
  stretchesOf,
  sumProductsJob,
} from '../../../../kernel/src/trees/products/products.js';
import { noise } from '../../effects/tables.js';
import { openEngines } from '../boosting/engines.js';

const engines = openEngines();
afterAll(() => {
  for (const [, engine] of engines) engine.close();
});

test('both kinds of loops leave the same bits of short and of compressed rows', () => {
  const left = (loops: 'wasm' | 'plain'): Uint8Array => {
    const engine = new Engine({ loops });
    const { arena, memory } = engine;
    const { normal, uniform } = noise(6);
    const [count, columns, terms] = [11, 24, 10];
    const start = arena.mark;
    memory.reserve(start + 2 ** 16);
    memory.views.u8.fill(0, start);
    const rows = arena.copy(Float32Array.from({ length: count * columns }, normal));
    const weights = arena.copy(Float64Array.from({ length: count }, uniform));
    const coefficients = arena.copy(Float32Array.from({ length: columns }, normal));
    const ends = Int32Array.from({ length: count + 1 }, (_, i) => Math.floor((i * i) / 4));
    const entries = ends[count];
    const starts = arena.copy(ends);
    const column = arena.copy(Int32Array.from({ length: entries }, () => Math.floor(uniform() * terms)));
    const value = arena.copy(Float32Array.from({ length: entries }, normal));
    const byTerms = arena.copy(Float64Array.from({ length: terms }, normal));
    const partial = arena.take(4 * columns);
    const [products, sums, termSums] = [count, columns, terms].map((size) => arena.take(8 * size));
    engine.loops.multiplyShortRows(rows, count, columns, coefficients, products);
    engine.loops.multiplyTerms(starts, column, value, count, byTerms, products);
    for (let again = 0; again < 2; again++) {
      engine.loops.addWeightedShortRows(rows, count, columns, weights, partial, sums);
      engine.loops.addWeightedTerms(starts, column, value, count, weights, termSums);
    }
    return memory.views.u8.slice(start, start + 2 ** 16);
  };
  expect(Buffer.compare(left('wasm'), left('plain'))).toBe(0);
  expect(left('wasm').some((byte) => byte !== 0)).toBe(true);
});

test('both kinds of loops leave the same bits', () => {
  const left = (loops: 'wasm' | 'plain'): Uint8Array => {
    const engine = new Engine({ loops });
    const { arena, memory } = engine;
    const { normal, uniform } = noise(4);
    const [count, columns] = [37, 12];
    const start = arena.mark;
    memory.reserve(start + 2 ** 16);
    memory.views.u8.fill(0, start);
    const rows = arena.copy(Float64Array.from({ length: count * columns }, normal));
    const weights = arena.copy(Float64Array.from({ length: count }, uniform));
    const coefficients = arena.copy(Float64Array.from({ length: columns }, normal));
    const scaled = arena.take(8 * count * columns);
    const [sums, products, slopes] = [columns * columns, count, columns].map((size) => arena.take(8 * size));
    for (let again = 0; again < 2; again++)
      engine.loops.addProducts(rows, count, columns, weights, scaled, sums);
    engine.loops.multiplyRows(rows, count, columns, coefficients, products);
    engine.loops.addWeightedRows(rows, count, columns, weights, slopes);
    // Space for the loops to work in is no result.
    memory.views.u8.fill(0, scaled, scaled + 8 * count * columns);
    return memory.views.u8.slice(start, start + 2 ** 16);
  };
  expect(Buffer.compare(left('wasm'), left('plain'))).toBe(0);
  expect(left('wasm').some((byte) => byte !== 0)).toBe(true);
});

describe('products of columns', () => {
  const { normal, uniform } = noise(8);
  const [n, p] = [10_000, 7];
  const x = Float64Array.from({ length: n * p }, normal);
  const weights = Float64Array.from({ length: n }, uniform);

  it('are those that are summed one by one', () => {
    const sums = crossProducts({ x, n, p }, weights);
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += weights[i] * x[i * p + a] * x[i * p + b];
        expect(sums[a * p + b]).toBeCloseTo(sum, 7);
      }
    }
  });

  it('and slopes are the same to the bit with any number of threads and either kind of loops', () => {
    const [first, ...others] = engines.map(([, engine]) => {
      const columns = 8;
      const { arena } = engine;
      const mark = arena.mark;
      const stretch = {
        rows: arena.copy(x.subarray(0, n * 4)),
        count: (n * 4) / columns,
        columns,
        weights: arena.copy(weights),
      };
      const y = arena.copy(weights.map((w) => (w > 0.5 ? 1 : 0)));
      const at = x.slice(0, columns);
      const parts = stretchesOf(stretch);
      const bent = engine.map(
        sumProductsJob,
        parts.map((part) => ({ ...part, at })),
        productBytes(columns),
        unwatched,
      );
      const slopes = engine.map(
        logLossSlopesJob,
        parts.map((part) => ({ ...part, y, models: [at, at.map((b) => -b)] })),
        slopeBytes(columns, 2),
        unwatched,
      );
      arena.rewind(mark);
      return [crossProducts({ x, n, p }, weights, unwatched, engine), bent, slopes];
    });
    for (const other of others) expect(other).toEqual(first);
  });
});
