/**
 * Harrell's concordance index (1982): of the pairs where it is known whose event came first, the share in which that row has
 * the higher margin; equal margins count half. Known are pairs of an event and a row that was watched longer, or as long
 * without an event. O(n log n). NaN where there is no such pair.
 *
 * @param time of the event or of the last look
 * @param events 1 where the event happened
 */
export function concordance(time: Float64Array, events: Uint8Array, margin: Float64Array): number {
  const rank = ranks(margin);
  const seen = new Counts(margin.length);
  const order = Int32Array.from(time.keys()).sort((a, b) => time[b] - time[a] || events[a] - events[b]);
  let pairs = 0;
  let concordant = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (
      to < order.length &&
      time[order[to]] === time[order[from]] &&
      events[order[to]] === events[order[from]]
    )
      to++;
    const group = order.subarray(from, to);
    if (events[order[from]] === 1) {
      for (const row of group) {
        const lower = seen.below(rank[row]);
        concordant += lower + (seen.below(rank[row] + 1) - lower) / 2;
      }
      pairs += group.length * from;
    }
    for (const row of group) seen.add(rank[row]);
    from = to;
  }
  return concordant / pairs;
}

/** Equal values have the same rank, from 0. */
function ranks(values: Float64Array): Int32Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const rank = new Int32Array(values.length);
  for (let k = 1; k < order.length; k++)
    rank[order[k]] = rank[order[k - 1]] + (values[order[k]] > values[order[k - 1]] ? 1 : 0);
  return rank;
}

/** How many of the ranks added so far lie below one, in logarithmic time (Fenwick 1994). */
class Counts {
  private readonly sums: Int32Array;

  constructor(size: number) {
    this.sums = new Int32Array(size + 1);
  }

  add(rank: number): void {
    for (let i = rank + 1; i < this.sums.length; i += i & -i) this.sums[i]++;
  }

  below(rank: number): number {
    let count = 0;
    for (let i = rank; i > 0; i -= i & -i) count += this.sums[i];
    return count;
  }
}
