/** Amounts laid out on a grid of ascending ones. */

/** Straight between the values at the places of a grid, which is sorted. */
export function between(grid: Float64Array, values: ArrayLike<number>, at: number): number {
  const [i, share] = placeIn(grid, at);
  return values[i] + share * (values[i + 1] - values[i]);
}

/** Sums of weights by the doses of a grid that their own lie between. */
export function gridShares(dose: Float64Array, weights: Float64Array, grid: Float64Array): number[] {
  const shares = new Array<number>(grid.length).fill(0);
  for (let row = 0; row < dose.length; row++) {
    if (weights[row] === 0) continue;
    const [i, share] = placeIn(grid, dose[row]);
    shares[i] += (1 - share) * weights[row];
    shares[i + 1] += share * weights[row];
  }
  return shares;
}

/** The place of the grid below a value, and how far the value is on the way to the next. */
function placeIn(grid: Float64Array, at: number): [place: number, share: number] {
  let low = 0;
  let high = grid.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (grid[middle] <= at) low = middle;
    else high = middle;
  }
  const share = (at - grid[low]) / (grid[high] - grid[low]);
  return [low, Math.min(1, Math.max(0, share))];
}

/** The place of the grid that is nearest to a value. */
export function nearestPlace(grid: Float64Array, at: number): number {
  const [place, share] = placeIn(grid, at);
  return share > 0.5 ? place + 1 : place;
}

/** Quantiles at evenly spaced shares, from the least to the greatest value, each once. */
export function quantilesOf(values: Float64Array, count: number): Float64Array {
  const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
  return Float64Array.from(new Set(quantilesAt(values, shares)));
}

/** The values below which these shares of all lie. */
export function quantilesAt(values: Float64Array, shares: readonly number[]): number[] {
  const sorted = values.slice().sort();
  return shares.map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}

/** Standard deviation. */
export function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
