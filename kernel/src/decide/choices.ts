/** Rows that could be treated, and what each arm would be worth to them: what is shared out is one arm, or none, per row. */
export interface Choices {
  /** `[arm][row]`: net gain of the arm over no treatment, in the unit of the costs; arms but the baseline. */
  readonly gain: readonly Float64Array[];
  /** `[arm]`: what treating one row costs, at least 0. */
  readonly cost: readonly number[];
  /** How many each row stands for; absent where all rows count once. Gains and costs above are those of one of them. */
  readonly weights?: Float64Array;
  /** Equal slopes are ordered by it, so that the order of the file decides nothing. */
  readonly seed: number;
}

/** What may not be exceeded; absent: no limit. */
export interface Limits {
  readonly budget?: number;
  /** Most rows treated. */
  readonly capacity?: number;
  readonly fair?: FairLimit;
}

/** Shares treated of the groups may differ by at most `within`. */
export interface FairLimit {
  /** Group of each row, 0 to `count - 1`. */
  readonly group: Int32Array;
  readonly count: number;
  readonly within: number;
}

/** Who gets what. */
export interface Allocation {
  /** Place of the row's arm in {@link Choices.gain}; -1 for no treatment. */
  readonly arm: Int32Array;
  readonly spent: number;
  readonly treated: number;
  readonly gain: number;
  /** No allocation within the limits gains more: that of the relaxed problem, in which rows may be treated in part. */
  readonly bound: number;
  /** What another unit of money would gain. */
  readonly price: number;
}

/** Sums of an allocation that is known by its arms. */
export function allocationOf(
  choices: Choices,
  arm: Int32Array,
  bound: (gain: number) => number,
  price: number,
): Allocation {
  const { gain, cost, weights } = choices;
  let [spent, treated, total] = [0, 0, 0];
  for (let row = 0; row < arm.length; row++) {
    const own = arm[row];
    if (own < 0) continue;
    const weight = weights ? weights[row] : 1;
    spent += weight * cost[own];
    treated += weight;
    total += weight * gain[own][row];
  }
  return { arm, spent, treated, gain: total, bound: Math.max(total, bound(total)), price };
}
