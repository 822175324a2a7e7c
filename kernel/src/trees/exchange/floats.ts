/** Largest single-precision number. */
export const largestSingle = (2 - 2 ** -23) * 2 ** 127;

const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** The next smaller double. */
export function doubleBelow(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  double[0] = x;
  doubleBits[0] += x > 0 ? -1n : 1n;
  return double[0];
}

/** The next smaller single-precision number. */
export function singleBelow(x: number): number {
  return -singleAbove(-x);
}

/** The next larger single-precision number. */
export function singleAbove(x: number): number {
  single[0] = x;
  if (single[0] === 0) return 2 ** -149;
  singleBits[0] += single[0] > 0 ? 1 : -1;
  return single[0];
}

/**
 * The largest double that is less than `threshold` after rounding to single precision, so that `x <= lastBelow(t)` says
 * of doubles what `x < t` says of them once they are rounded (to nearest, ties to even).
 */
export function lastBelow(threshold: number): number {
  const below = singleBelow(threshold);
  const middle = Number.isFinite(below) ? (below + threshold) / 2 : -(largestSingle + 2 ** 103);
  return Math.fround(middle) < threshold ? middle : doubleBelow(middle);
}

/** The single-precision `t` for which `x < t` says of single-precision numbers what `x <= cut` says. */
export function firstAbove(cut: number): number {
  const rounded = Math.fround(cut);
  return Math.min(largestSingle, rounded > cut ? rounded : singleAbove(rounded));
}
