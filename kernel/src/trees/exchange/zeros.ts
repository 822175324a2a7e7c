import { doubleBelow } from './floats.js';

/** LightGBM takes a number for zero from minus this to this. */
const largestZero = Math.fround(1e-35);
const belowZeros = doubleBelow(-largestZero);

/**
 * A split `x <= threshold` whose zeros go with the missing values, as plain comparisons: one, or three in a row where the
 * zeros lie apart from the other numbers of their side. Comparison `i` sends what is at most `cuts[i]` to the side of
 * `left[i]`, the rest to the next comparison; what is left at the end goes right.
 */
export interface PlainSplits {
  readonly cuts: readonly number[];
  readonly left: readonly boolean[];
}

export function withoutZeros(threshold: number, zerosLeft: boolean): PlainSplits {
  if (zerosLeft) {
    return threshold < belowZeros
      ? { cuts: [threshold, belowZeros, largestZero], left: [true, false, true] }
      : { cuts: [Math.max(threshold, largestZero)], left: [true] };
  }
  return threshold > largestZero
    ? { cuts: [belowZeros, largestZero, threshold], left: [true, false, true] }
    : { cuts: [Math.min(threshold, belowZeros)], left: [true] };
}
