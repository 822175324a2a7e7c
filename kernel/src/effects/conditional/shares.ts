/** More than enough for the few shares there are. */
const mostSteps = 2000;

/**
 * Shares of each column, 0 or more and at most 1 together, with the least weighted squared error of `sum(share * column)` for `y`.
 */
export function leastSquaresShares(
  columns: readonly Float64Array[],
  y: Float64Array,
  weights?: Float64Array,
): number[] {
  const product = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += (weights ? weights[i] : 1) * a[i] * b[i];
    return sum;
  };
  const gram = columns.map((a) => columns.map((b) => product(a, b)));
  const moment = columns.map((a) => product(a, y));
  // The share of nothing is what the others leave.
  const full = [...gram.map((row) => [...row, 0]), new Array<number>(columns.length + 1).fill(0)];
  return simplexMinimum(full, [...moment.map((m) => -2 * m), 0]).slice(0, -1);
}

/**
 * Minimiser of `w' quadratic w + linear' w` over shares that add up to 1, by pairwise Frank-Wolfe steps (Lacoste-Julien and Jaggi
 * 2015) with exact line searches; `quadratic` is symmetric and positive semidefinite.
 */
export function simplexMinimum(
  quadratic: readonly (readonly number[])[],
  linear: readonly number[],
): number[] {
  const k = linear.length;
  const value = (corner: number): number => quadratic[corner][corner] + linear[corner];
  const start = linear.map((_, corner) => value(corner));
  const shares = linear.map((_, corner): number => (corner === start.indexOf(Math.min(...start)) ? 1 : 0));
  for (let step = 0; step < mostSteps; step++) {
    const slope = linear.map(
      (own, i) => own + 2 * quadratic[i].reduce((sum, entry, j) => sum + entry * shares[j], 0),
    );
    const better = slope.indexOf(Math.min(...slope));
    const used = slope.map((own, i) => (shares[i] > 0 ? own : Number.NEGATIVE_INFINITY));
    const worse = used.indexOf(Math.max(...used));
    // Moving share from the worst corner in use to the best one: a pairwise step.
    const gain = slope[worse] - slope[better];
    if (better === worse || !(gain > 1e-12 * (1 + Math.abs(value(better))))) break;
    const curvature = quadratic[better][better] + quadratic[worse][worse] - 2 * quadratic[better][worse];
    const wanted = curvature > 0 ? gain / (2 * curvature) : Number.POSITIVE_INFINITY;
    const moved = Math.min(shares[worse], wanted);
    shares[better] += moved;
    shares[worse] = moved === shares[worse] ? 0 : shares[worse] - moved;
  }
  return shares.slice(0, k);
}
