import type { Task } from '../task.js';
import { BudgetCurve } from './budget-curve.js';
import type { Allocation, Choices, Limits } from './choices.js';
import { pricedAllocation } from './priced-allocation.js';

/** Shares out arms to rows within all limits; what is shared out at other budgets is then cheap to ask for. */
export class Allocator {
  private readonly curve: BudgetCurve;

  constructor(
    private readonly choices: Choices,
    private readonly limits: Omit<Limits, 'budget'>,
    private readonly task: Task,
  ) {
    this.curve = new BudgetCurve(choices, task);
  }

  /** Spent where money is no limit. */
  get enough(): number {
    return this.plain(Number.POSITIVE_INFINITY) ? this.curve.enough : this.at(Number.POSITIVE_INFINITY).spent;
  }

  /** What a budget is spent on. */
  at(budget: number): Allocation {
    const { choices, limits, task } = this;
    if (this.plain(budget)) return this.curve.at(budget);
    const [first] = choices.cost;
    // Where all arms cost the same, money is a number of rows.
    if (first > 0 && choices.cost.every((cost) => cost === first)) {
      const capacity = Math.min(limits.capacity ?? Number.POSITIVE_INFINITY, (budget / first) * (1 + 1e-12));
      return pricedAllocation(choices, { ...limits, capacity }, task);
    }
    return pricedAllocation(choices, { ...limits, budget }, task);
  }

  /** Whether the budget alone limits. */
  private plain(budget: number): boolean {
    const { capacity = Number.POSITIVE_INFINITY, fair } = this.limits;
    return !fair && this.curve.treatedAt(budget) <= capacity && this.curve.at(budget).treated <= capacity;
  }
}
