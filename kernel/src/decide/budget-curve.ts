import { createRandom } from '../statistics/random.js';
import type { Task } from '../task.js';
import { type Allocation, allocationOf, type Choices } from './choices.js';

/** Steps from one arm of a row to its next one, the best value for money first. */
interface Steps {
  readonly row: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Gain and cost of the step, of all that the row stands for. */
  readonly gain: Float64Array;
  readonly cost: Float64Array;
  /** Gain per cost: infinite for what is free. */
  readonly slope: Float64Array;
}

/**
 * The whole curve of what every budget gains, of the multi-choice knapsack problem (Sinha and Zoltners 1979): a row's useful arms are the
 * corners of the upper hull of its costs and gains, each step from corner to corner has a slope, and all steps of all rows in the order of
 * falling slopes solve the relaxed problem of every budget at once, with at most one row treated in part (Sun, Du and Wager 2021). A
 * budget then takes the steps that it can pay; where all arms cost the same and rows count once, that is exact.
 */
export class BudgetCurve {
  private readonly steps: Steps;
  /** Spent by the steps up to each. */
  private readonly spent: Float64Array;
  private readonly gained: Float64Array;
  private readonly treated: Float64Array;

  constructor(
    private readonly choices: Choices,
    task: Task,
  ) {
    this.steps = stepsOf(choices, task);
    const { row, from, gain, cost } = this.steps;
    const count = row.length;
    this.spent = new Float64Array(count);
    this.gained = new Float64Array(count);
    this.treated = new Float64Array(count);
    let [spent, gained, treated] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      spent += cost[i];
      gained += gain[i];
      if (from[i] < 0) treated += choices.weights ? choices.weights[row[i]] : 1;
      this.spent[i] = spent;
      this.gained[i] = gained;
      this.treated[i] = treated;
    }
  }

  /** Spent where every row has the arm that gains most: more money gains nothing more. */
  get enough(): number {
    return this.spent.at(-1) ?? 0;
  }

  /** Most that a budget can gain were rows treated in part. */
  bound(budget: number): number {
    const { gain, cost } = this.steps;
    const i = this.affordable(budget);
    const before = i > 0 ? this.gained[i - 1] : 0;
    if (i === cost.length) return before;
    const left = budget - (i > 0 ? this.spent[i - 1] : 0);
    return before + (gain[i] * left) / cost[i];
  }

  /** The allocation of a budget: the steps that it pays in their order, and later ones that fit into what is left. */
  at(budget: number): Allocation {
    const { row, from, to, cost, slope } = this.steps;
    const arm = new Int32Array(this.choices.gain[0].length).fill(-1);
    const first = this.affordable(budget);
    for (let i = 0; i < first; i++) arm[row[i]] = to[i];
    let left = budget - (first > 0 ? this.spent[first - 1] : 0);
    for (let i = first; i < row.length && left > 0; i++) {
      if (cost[i] > left || arm[row[i]] !== from[i]) continue;
      arm[row[i]] = to[i];
      left -= cost[i];
    }
    const price = first < slope.length ? slope[first] : 0;
    return allocationOf(this.choices, arm, () => this.bound(budget), price);
  }

  /** Rows treated by the steps that a budget pays, whatever the capacity. */
  treatedAt(budget: number): number {
    const i = this.affordable(budget);
    return i > 0 ? this.treated[i - 1] : 0;
  }

  /** Number of steps, from the first, that a budget pays. */
  private affordable(budget: number): number {
    const most = budget * (1 + 1e-12);
    let [low, high] = [0, this.spent.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spent[middle] <= most) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function stepsOf(choices: Choices, task: Task): Steps {
  const { gain, cost, weights, seed } = choices;
  const rows = gain[0].length;
  const most = rows * gain.length;
  const found = {
    row: new Int32Array(most),
    from: new Int32Array(most),
    to: new Int32Array(most),
    gain: new Float64Array(most),
    cost: new Float64Array(most),
    slope: new Float64Array(most),
  };
  let count = 0;
  // Rows in random order, and a row's own steps one after another: the sort is stable.
  for (const [i, row] of shuffled(rows, seed).entries()) {
    if (i % 8192 === 0) task.check();
    const weight = weights ? weights[row] : 1;
    let at = -1;
    let flattest = Number.POSITIVE_INFINITY;
    for (let to = nextCorner(choices, row, at); to >= 0; to = nextCorner(choices, row, at)) {
      const more = gain[to][row] - (at < 0 ? 0 : gain[at][row]);
      const paid = cost[to] - (at < 0 ? 0 : cost[at]);
      found.row[count] = row;
      found.from[count] = at;
      found.to[count] = to;
      found.gain[count] = weight * more;
      found.cost[count] = weight * paid;
      flattest = Math.min(flattest, paid > 0 ? more / paid : Number.POSITIVE_INFINITY);
      found.slope[count++] = flattest;
      at = to;
    }
  }
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const { slope } = found;
  order.sort((a, b) => (slope[a] === slope[b] ? 0 : slope[b] - slope[a]));
  const ints = (values: Int32Array): Int32Array => order.map((i) => values[i]);
  const floats = (values: Float64Array): Float64Array => Float64Array.from(order, (i) => values[i]);
  return {
    row: ints(found.row),
    from: ints(found.from),
    to: ints(found.to),
    gain: floats(found.gain),
    cost: floats(found.cost),
    slope: floats(found.slope),
  };
}

/** The next corner of the upper hull of a row's costs and gains: the arm that gains most per cost above arm `at`; -1 where none gains. */
function nextCorner({ gain, cost }: Choices, row: number, at: number): number {
  const [own, paid] = at < 0 ? [0, 0] : [gain[at][row], cost[at]];
  let best = -1;
  let steepest = 0;
  for (let arm = 0; arm < gain.length; arm++) {
    const more = gain[arm][row] - own;
    const dearer = cost[arm] - paid;
    if (!(more > 0) || dearer < 0 || (at >= 0 && dearer === 0)) continue;
    const slope = dearer > 0 ? more / dearer : Number.POSITIVE_INFINITY;
    if (best < 0 || slope > steepest || (slope === steepest && gain[arm][row] > gain[best][row])) {
      best = arm;
      steepest = slope;
    }
  }
  return best;
}

/** 0 to `count - 1` in random order. */
export function shuffled(count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const random = createRandom(seed, 61);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
