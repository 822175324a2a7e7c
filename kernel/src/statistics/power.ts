/**
 * A power with the same bits on every machine: engines differ in the last bit of `**`, and their `exp` and `log` follow one published algorithm (fdlibm).
 * Whole exponents are multiplied out, by squaring.
 *
 * @param base not negative where the exponent is no whole number
 */
export function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 2 ** 31) return Math.exp(exponent * Math.log(base));
  let result = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}
