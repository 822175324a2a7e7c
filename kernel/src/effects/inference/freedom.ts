/** Fewer degrees than Student's quantile is told well for are not given. */
const fewest = 4;

/**
 * Degrees of freedom of the standard error of a mean of independent parts whose variances differ (Satterthwaite 1946):
 * `(sum v)^2 / sum v^2`, with `v^2` told by a third of the fourth power of what a part is off the mean, as of normal ones. It is the number of
 * parts where all vary alike, and that of those that matter where few do; from 4 to as many as there are.
 */
export function freedomOf(parts: Float64Array): number {
  const n = parts.length;
  const mean = parts.reduce((sum, part) => sum + part, 0) / n;
  let [squares, fourths] = [0, 0];
  for (const part of parts) {
    const square = (part - mean) ** 2;
    squares += square;
    fourths += square ** 2;
  }
  return fourths > 0 ? Math.max(fewest, Math.min(n, (3 * squares ** 2) / fourths)) : n;
}
