/** Sample weights scaled to a mean of 1; all 1 where there are none. */
export function ofMeanOne(weights: Float64Array | undefined, rows: number): Float64Array {
  if (!weights) return new Float64Array(rows).fill(1);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / rows;
  return weights.map((weight) => weight / mean);
}

/** Rows of equal weight that rows with these weights, of mean 1, are worth (Kish). */
export function worthOf(weights: Float64Array): number {
  return weights.length ** 2 / weights.reduce((sum, weight) => sum + weight * weight, 0);
}
