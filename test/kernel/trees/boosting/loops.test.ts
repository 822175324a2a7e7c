import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { fixedPoint } from '../../../../kernel/src/trees/boosting/fixed-point.js';
import { lineBytes } from '../../../../kernel/src/trees/boosting/layout.js';
import { piecesOf } from '../../../../kernel/src/trees/boosting/pieces.js';
import {
  bufferBytes,
  narrowStride,
  pieceWords,
  wideStride,
} from '../../../../kernel/src/trees/boosting/plain-loops.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';

const engines = [new Engine({}), new Engine({ loops: 'plain' })] as const;

/** What a piece of work leaves in memory, by either kind of loops. */
function both(work: (engine: Engine) => Uint8Array): void {
  const [wasm, plain] = engines.map((engine) => {
    engine.arena.rewind();
    return work(engine);
  });
  expect(Buffer.compare(plain, wasm)).toBe(0);
}

const stretch = (engine: Engine, at: number, bytes: number): Uint8Array =>
  new Uint8Array(engine.memory.views.u8.subarray(at, at + bytes));

const fits = fc.record({
  rows: fc.integer({ min: 1, max: 1500 }),
  features: fc.integer({ min: 1, max: 75 }),
  wide: fc.boolean(),
  seed: fc.nat(),
  size: fc.constantFrom(1e-30, 1, 1e30),
});

test('sums, subtraction, scans and partitions leave the same bits in both kinds of loops', () => {
  fc.assert(
    fc.property(fits, ({ rows, features, wide, seed, size }) => {
      both((engine) => {
        const random = createRandom(seed);
        const { arena, loops, memory } = engine;
        const flag = wide ? 1 : 0;
        const doubles = (of: () => number): number => arena.copy(Float64Array.from({ length: rows }, of));
        const gradient = doubles(() => size * (random.next() - 0.5));
        const hessian = doubles(() => random.next());
        const measures = arena.take(16);
        loops.measureRows(gradient, hessian, rows, measures);
        const [g, h] = memory.views.f64.slice(measures >>> 3, (measures >>> 3) + 2);
        const fixed = fixedPoint(rows, g, h, wide ? undefined : 1);
        const packed = arena.take(32 * rows);
        memory.views.u8.fill(0, packed, packed + 32 * rows);
        loops.packRows(
          gradient,
          hessian,
          rows,
          packed,
          fixed.gScale,
          fixed.hScale,
          fixed.countShift,
          flag,
          0,
          lineBytes(features),
        );
        const lines = arena.copy(Uint8Array.from({ length: rows * 128 }, () => random.below(40) ** 2 % 256));
        const counts = new Int32Array(features).fill(256);
        const wanted = Int32Array.from(counts.keys()).filter(() => random.next() < 0.8);
        const words = piecesOf(wanted, counts, lines, rows, wide);
        const pieces = arena.copy(Uint32Array.from(words));
        const bytes = features * (wide ? wideStride : narrowStride);
        const [whole, part] = [arena.take(bytes), arena.take(bytes)];
        memory.views.u8.fill(1, whole, part + bytes);
        const order = arena.copy(Uint32Array.from({ length: rows }, (_, i) => i));
        const list = arena.take(4 * rows);
        const table = arena.copy(Uint8Array.from({ length: 256 }, () => random.below(2)));
        const { u8 } = memory.views;
        let left = 0;
        for (let i = 0; i < rows; i++) left += u8[table + u8[lines + i]];
        const half = rows >>> 1;
        loops.partitionFront(order, 0, half, lines, table, list, 0, left);
        loops.partitionBack(order, half, rows, lines, table, list, left, rows);
        const buffer = arena.take(bufferBytes);
        const count = words.length / pieceWords;
        for (const sums of [whole, part]) loops.clearSums(pieces, count, sums, flag);
        loops.addRows(pieces, count, whole, order, rows, packed, flag, 1, buffer);
        loops.addRows(pieces, count, part, list, left, packed, flag, 0, buffer);
        loops.subtractSums(pieces, count, whole, part, flag);
        const totals = arena.take(24);
        const place = (wanted[0] ?? 0) * (wide ? wideStride : narrowStride);
        loops.sumBins(whole + place, 256, fixed.countShift, flag, totals);
        const [n, s, t] = memory.views.f64.slice(totals >>> 3, (totals >>> 3) + 3);
        const infinity = Number.POSITIVE_INFINITY;
        const nodes = [false, true].map((simple) =>
          arena.copy(
            Float64Array.of(
              ...[n, s * fixed.gUnit, t * fixed.hUnit, simple ? 0 : 0.1 * size, 1, 3, 1e-9],
              ...[simple ? -infinity : -0.2 * size, simple ? infinity : 0.2 * size],
              ...[fixed.gUnit, fixed.hUnit, fixed.countShift, simple ? 1 : 0],
            ),
          ),
        );
        const bins = arena.take(256);
        memory.views.u8.fill(0, bins, bins + 256);
        const statistic = arena.take(2048);
        memory.views.u8.fill(0, statistic, statistic + 2048);
        const best = arena.copy(new Float64Array(8));
        const found: number[] = [left, count];
        for (const node of nodes)
          for (const direction of [0, 1, -1]) {
            memory.views.f64[best >>> 3] = 0;
            const present = loops.presentBins(whole + place, 256, fixed.countShift, flag, bins);
            if (direction === 0)
              found.push(loops.scanBins(whole + place, bins, present, 0, 4, 0, node, flag, best));
            loops.orderBins(whole + place, bins, present, 10, node, flag, statistic);
            found.push(
              present,
              loops.scanBins(whole + place, bins, present, 10, 5, direction, node, flag, best),
            );
            found.push(...memory.views.f64.slice(best >>> 3, (best >>> 3) + 7));
          }
        const margin = doubles(() => random.next());
        loops.addToRows(list, left, rows, margin, 0.1);
        const tree = arena.copy(Int32Array.of(2, 1, -1, 0, -1, 0));
        const values = arena.copy(Float64Array.of(0, 1 / 3, -2));
        loops.routeRows(list, 0, left, lines, rows, tree, values, table, margin, 0);
        found.push(...memory.views.f64.slice(margin >>> 3, (margin >>> 3) + rows));
        const start = packed;
        const end = arena.copy(Float64Array.from(found)) + 8 * found.length;
        memory.views.u8.fill(0, buffer, buffer + bufferBytes);
        return stretch(engine, start, end - start);
      });
    }),
    { numRuns: 60, seed: 2 },
  );
});
