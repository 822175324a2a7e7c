import type { Memory } from '../engine/memory.js';

/** Below this a residual is rounding, and steps stop. */
const smallest = 1e-20;

/** The hot loops of this room; see `engine/loops.ts`. Factors are 32-bit floats, row-major, a multiple of eight columns. */
export interface FactorLoops {
  /**
   * For `count` rows of one side, whose entries begin at `start`: some steps of conjugate gradients from the row's factors in `own` towards
   * those that minimise the weighted squares, written over them. An entry's value is by how much it counts more than an absent one, which
   * counts 1. A row without entries gets zeros.
   *
   * @param curvature diagonal of `Y'Y + l2 I` of the other side's factors, which stand on axes where that is diagonal
   * @param space `12 * columns` bytes to work in
   */
  solveFactors(
    start: number,
    column: number,
    value: number,
    count: number,
    others: number,
    own: number,
    curvature: number,
    columns: number,
    steps: number,
    space: number,
  ): void;
  /**
   * Turns rows onto other axes, in place: `axes` has one axis a row.
   *
   * @param space `8 * columns` bytes to work in
   */
  turnRows(rows: number, count: number, columns: number, axes: number, space: number): void;
}

const round = Math.fround;

/** Their TypeScript twins. */
export function factorLoops(memory: Memory): FactorLoops {
  return {
    solveFactors(start, column, value, count, others, own, curvature, columns, steps) {
      const { i32, f32 } = memory.views;
      const [starts, places, values] = [start >>> 2, column >>> 2, value >>> 2];
      const rowAt = (address: number, i: number): Float32Array =>
        f32.subarray((address >>> 2) + i * columns, (address >>> 2) + (i + 1) * columns);
      const bend = rowAt(curvature, 0);
      for (let i = 0; i < count; i++) {
        const [from, to] = [i32[starts + i], i32[starts + i + 1]];
        const row = rowAt(own, i);
        if (from === to) {
          row.fill(0);
          continue;
        }
        const residual = row.map((x, a) => -round(bend[a] * x));
        for (let k = from; k < to; k++) {
          const other = rowAt(others, i32[places + k]);
          const excess = f32[values + k];
          const along = round(excess * round(dot(other, row)));
          addTimes(other, round(round(1 + excess) - along), residual);
        }
        const direction = residual.slice();
        let square = dot(residual, residual);
        for (let step = 0; step < steps && square > smallest; step++) {
          const image = direction.map((x, a) => round(bend[a] * x));
          for (let k = from; k < to; k++) {
            const other = rowAt(others, i32[places + k]);
            addTimes(other, round(f32[values + k] * round(dot(other, direction))), image);
          }
          const length = round(square / dot(direction, image));
          addTimes(direction, length, row);
          addTimes(image, -length, residual);
          const next = dot(residual, residual);
          const kept = round(next / square);
          for (let a = 0; a < columns; a++) direction[a] = residual[a] + round(kept * direction[a]);
          square = next;
        }
      }
    },

    turnRows(rows, count, columns, axes) {
      const { f32 } = memory.views;
      for (let i = 0; i < count; i++) {
        const row = f32.subarray((rows >>> 2) + i * columns, (rows >>> 2) + (i + 1) * columns);
        const turned = Float32Array.from({ length: columns }, (_, a) =>
          dot(f32.subarray((axes >>> 2) + a * columns, (axes >>> 2) + (a + 1) * columns), row),
        );
        row.set(turned);
      }
    },
  };
}

function addTimes(row: Float32Array, times: number, to: Float32Array): void {
  for (let a = 0; a < row.length; a++) to[a] += round(times * row[a]);
}

function dot(one: Float32Array, other: Float32Array): number {
  const lanes = new Float32Array(8);
  for (let a = 0; a < one.length; a++) lanes[a & 7] += round(one[a] * other[a]);
  const [s0, s1, s2, s3] = [0, 1, 2, 3].map((lane) => round(lanes[lane] + lanes[lane + 4]));
  return s0 + s2 + (s1 + s3);
}
