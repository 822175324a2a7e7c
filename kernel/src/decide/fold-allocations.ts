import { rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { Allocator } from './allocate.js';
import type { FairLimit } from './choices.js';
import type { Evidence } from './evidence.js';
import { type Money, sizeOf } from './policy-value.js';

/** Who may be treated, and what limits are kept over all rows together. */
export interface Terms {
  readonly money: Money;
  readonly budget?: number;
  readonly capacity?: number;
  /** 1 per row that may be treated. */
  readonly eligible: Uint8Array;
  readonly fair?: FairLimit;
  /** What the budget pays for each arm; its cost where absent. */
  readonly prices?: readonly number[];
}

/** An allocation to all rows, made fold by fold. */
export interface FoldedAllocation {
  /** Place of the row's arm among those but the baseline; -1 for none. */
  readonly arm: Int32Array;
  readonly spent: number;
  /** Predicted gain, and its bound. */
  readonly gain: number;
  readonly bound: number;
  /** Mean over folds of what another unit of money would gain. */
  readonly price: number;
}

interface Fold {
  readonly rows: Int32Array;
  /** Share of all rows that may be treated. */
  readonly share: number;
  readonly allocator: Allocator;
}

/**
 * Shares out arms among the rows of each fold, every fold with its share of budget and capacity: effects of a fold come from fits to the others,
 * so that who is treated depends on no outcome of the fold's own, and its scores judge the choice without bias. What a fold cannot spend
 * for want of a whole row goes to the next.
 */
export class FoldAllocator {
  private readonly folds: readonly Fold[];

  constructor(
    private readonly evidence: Evidence,
    private readonly terms: Terms,
    task: Task,
  ) {
    const { foldOf } = evidence;
    const all = sizeOf(
      evidence,
      rowsWhere(terms.eligible, (may) => may === 1),
    );
    let before = 0;
    this.folds = Array.from({ length: evidence.folds }, (_, fold) => {
      const rows = rowsWhere(foldOf, (own, row) => own === fold && terms.eligible[row] === 1);
      const share = sizeOf(evidence, rows) / all;
      const allocator = this.allocatorOf(rows, [before, before + share], task);
      before += share;
      return { rows, share, allocator };
    }).filter(({ rows }) => rows.length > 0);
  }

  /** Spent where money is no limit. */
  get enough(): number {
    return this.folds.reduce((sum, { allocator }) => sum + allocator.enough, 0);
  }

  at(budget: number): FoldedAllocation {
    const { money, prices = money.costs } = this.terms;
    const arm = new Int32Array(this.evidence.foldOf.length).fill(-1);
    const dearest = Math.max(...prices);
    let [spent, gain, bound, price, left] = [0, 0, 0, 0, 0];
    for (const { rows, share, allocator } of this.folds) {
      const own = budget * share + left;
      const found = allocator.at(own);
      for (const [i, chosen] of found.arm.entries()) arm[rows[i]] = chosen;
      spent += found.spent;
      gain += found.gain;
      bound += found.bound;
      price += share * found.price;
      // More than a row costs is left where nobody else gains: that is a choice, and no remainder.
      left = Number.isFinite(own) ? Math.min(dearest, own - found.spent) : 0;
    }
    return { arm, spent, gain, bound, price };
  }

  /** @param part of all rows that may be treated: from where to where this fold reaches, folds being put one behind another */
  private allocatorOf(rows: Int32Array, part: readonly [number, number], task: Task): Allocator {
    const { effects, weights, seed } = this.evidence;
    const { money, prices = money.costs, capacity, fair } = this.terms;
    // Whole rows that add up to the capacity over the folds.
    const [from, to] = part.map((end) => Math.floor((capacity ?? 0) * end + 1e-9));
    const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
    const gain = effects.map((effect, arm) => of(effect).map((own) => money.value * own - money.costs[arm]));
    const choices = { gain, cost: prices, seed, ...(weights && { weights: of(weights) }) };
    const limits = {
      ...(capacity !== undefined && { capacity: to - from }),
      ...(fair && { fair: { ...fair, group: Int32Array.from(rows, (row) => fair.group[row]) } }),
    };
    return new Allocator(choices, limits, task);
  }
}
