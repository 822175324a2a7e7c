import { studentQuantile } from '../../statistics/normal.js';

/** How much better held-out texts are read with an adapter than without. */
export interface Gain {
  /** The same measure without it and with it. */
  readonly before: number;
  readonly after: number;
  readonly gain: number;
  /** 95 % interval of the gain. */
  readonly interval: readonly [low: number, high: number];
}

const level = 0.95;

/** @param freedom of the error */
export function gainOf(before: number, after: number, stdError: number, freedom: number): Gain {
  const gain = after - before;
  const margin = studentQuantile(0.5 + level / 2, Math.max(1, freedom)) * stdError;
  return { before, after, gain, interval: [gain - margin, gain + margin] };
}

/** Whether less than nothing was gained, beyond chance. */
export function isLoss({ interval }: Gain): boolean {
  return interval[1] < 0;
}

/** An adapter is used where its gain is beyond chance, and only there. */
export function isClear({ interval }: Gain): boolean {
  return interval[0] > 0;
}
