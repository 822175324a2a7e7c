import { defineJob } from '../engine/job.js';
import { blockRows, type Stretch } from './products.js';

/** Rows whose outcomes are told by log odds that are linear in them. */
export interface LogOddsStretch extends Stretch {
  /** Outcomes, one a row. */
  readonly y: number;
  /** Coefficients of the models that are asked, one a column. */
  readonly models: readonly Float64Array[];
}

/** Bytes that a thread needs of its own for {@link logLossSlopesJob}. */
export function slopeBytes(columns: number, models: number): number {
  return models * (16 * columns + 128) + 8 * blockRows + 64;
}

/** `sum weight (y - m) row` of a stretch, for every model: the slope of its log likelihood. */
export const logLossSlopesJob = defineJob<LogOddsStretch, Float64Array[]>(
  'sum slopes of log losses',
  ({ arena, loops, memory }, { rows, count, columns, weights, y, models }, task) => {
    const { f64 } = memory.views;
    const residual = arena.take(8 * blockRows);
    const placed = models.map((model) => ({
      coefficients: arena.copy(model),
      slopes: arena.copy(new Float64Array(columns)),
    }));
    for (let from = 0; from < count; from += blockRows) {
      task.check();
      const size = Math.min(blockRows, count - from);
      const block = rows + 8 * columns * from;
      const [w, of, r] = [(weights >>> 3) + from, (y >>> 3) + from, residual >>> 3];
      for (const { coefficients, slopes } of placed) {
        loops.multiplyRows(block, size, columns, coefficients, residual);
        for (let i = 0; i < size; i++)
          f64[r + i] = f64[w + i] * (f64[of + i] - 1 / (1 + Math.exp(-f64[r + i])));
        loops.addWeightedRows(block, size, columns, residual, slopes);
      }
    }
    return placed.map(({ slopes }) => f64.slice(slopes >>> 3, (slopes >>> 3) + columns));
  },
);

/** Rows, the coefficients they are multiplied by, and where the products go. */
export interface LineStretch extends Stretch {
  readonly coefficients: Float64Array;
  readonly results: number;
}

/** Linear predictors of a stretch. */
export const multiplyRowsJob = defineJob<LineStretch, void>(
  'multiply rows',
  ({ arena, loops }, { rows, count, columns, coefficients, results }) =>
    loops.multiplyRows(rows, count, columns, arena.copy(coefficients), results),
);
