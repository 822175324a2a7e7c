/** How gradients and Hessians are made whole numbers, so that their sums are exact and of no order. */
export interface FixedPoint {
  /** Two sums of 64 bits for gradient and Hessian, or one where all Hessians are alike. */
  readonly wide: boolean;
  /** Rows are counted from this bit on (wide) or up to it (narrow). */
  readonly countShift: number;
  readonly gScale: number;
  readonly hScale: number;
  /** What one of a sum means. */
  readonly gUnit: number;
  readonly hUnit: number;
}

/** Doubles hold whole numbers of 53 bits, which the TypeScript loops work with; one bit is the sign, one is to spare. */
const mostBits = 51;

/**
 * The finest units, powers of two, in which no sum can overflow.
 *
 * @param rows rows in all sums at most
 * @param gSum sum of the sizes of all gradients
 * @param hSum sum of all Hessians
 * @param constantHessian where that of every row is the same
 */
export function fixedPoint(rows: number, gSum: number, hSum: number, constantHessian?: number): FixedPoint {
  const countBits = Math.floor(Math.log2(rows)) + 1;
  if (constantHessian !== undefined) {
    const gScale = scaleFor(gSum, Math.min(mostBits, 62 - countBits), rows);
    const hUnit = constantHessian;
    return { wide: false, countShift: countBits, gScale, hScale: 1, gUnit: 1 / gScale, hUnit };
  }
  const countShift = Math.min(52, 64 - countBits);
  const gScale = scaleFor(gSum, mostBits, rows);
  const hScale = scaleFor(hSum, countShift - 1, rows);
  return { wide: true, countShift, gScale, hScale, gUnit: 1 / gScale, hUnit: 1 / hScale };
}

/** Every row may be off by half a unit. */
function scaleFor(sum: number, bits: number, rows: number): number {
  if (!(sum > 0)) return 1;
  const exponent = Math.floor(Math.log2(2 ** bits - rows) - Math.log2(sum));
  return 2 ** Math.min(1000, Math.max(-1000, exponent));
}
