/**
 * Largest distance between the empirical distribution functions of two samples.
 * @param a sorted
 * @param b sorted
 */
export function kolmogorovDistance(a: Float64Array, b: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

/**
 * Probability of so large a distance between two samples of one distribution (Smirnov 1939), by its series with the correction of Stephens 1970 for small
 * samples. Ties make it larger than it is: a test by it then sounds fewer false alarms.
 */
export function kolmogorovTail(distance: number, n: number, m: number): number {
  const size = Math.sqrt((n * m) / (n + m));
  const x = (size + 0.12 + 0.11 / size) * distance;
  if (x < 0.2) return 1;
  let tail = 0;
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
    tail += term;
    if (Math.abs(term) < 1e-16) break;
  }
  return Math.min(1, Math.max(0, tail));
}
