import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import type { Money } from './policy-value.js';
import type { PolicyRequest } from './request.js';
import { settingOf } from './setting.js';

/** A policy for rows one by one: what limits are over all rows together, prices are for one. */
export interface PolicyRule {
  /** Baseline first. */
  readonly arms: readonly string[];
  readonly money: Money;
  /** Paid for each unit of money beside itself, and for treating a row at all: 0 where no limit binds. */
  readonly price: number;
  readonly place: number;
}

/** What a rule gives rows. */
export interface Treated {
  /** Place of the row's arm among those but the baseline; -1 for none. */
  readonly arm: Int32Array;
  /** Gain of the arm over no treatment, less its cost; 0 for none. */
  readonly gain: Float64Array;
}

const halvings = 60;

/**
 * The rule at whose prices the data of the effect keep budget and capacity, the lowest there are (of the Lagrangian: Everett 1963). Effects
 * are those that no row's own fold has taught, as in {@link estimatePolicy}: a file of like rows is then treated, and pays, in the
 * proportion of its size. Rows of equal gain at a limit are all left untreated.
 *
 * @throws InputError CS6077 where shares of groups are limited, and those of {@link settingOf}
 */
export function policyRule(request: PolicyRequest, task: Task): PolicyRule {
  const { evidence, money, eligible } = settingOf(request);
  const { budget = Number.POSITIVE_INFINITY, capacity = Number.POSITIVE_INFINITY, fair } = request.parameters;
  if (fair?.within !== undefined) {
    throw inputError(
      'CS6077',
      `${request.name} keeps the shares of groups within ${fair.within} of each other, which is about all rows together and no rule for one; score with a policy that has no \`within\`.`,
    );
  }
  const sizeOf = (row: number): number => (evidence.weights ? evidence.weights[row] : 1);
  /** The best arm of each row at a price, and the lowest price of a place at which the capacity is kept. */
  const at = (price: number): { best: Best; place: number } => {
    task.check();
    const best = bestArms(money, price, evidence.effects, eligible);
    const treated = (place: number): number => {
      let sum = 0;
      for (let row = 0; row < best.worth.length; row++) if (best.worth[row] > place) sum += sizeOf(row);
      return sum;
    };
    return { best, place: lowest((own) => treated(own) <= capacity * (1 + 1e-9)) };
  };
  const price = lowest((own) => {
    const { best, place } = at(own);
    let spent = 0;
    for (let row = 0; row < best.worth.length; row++) {
      if (best.worth[row] > place) spent += sizeOf(row) * money.costs[best.arm[row]];
    }
    return spent <= budget * (1 + 1e-9);
  });
  return { arms: evidence.arms, money, price, place: at(price).place };
}

/** Gives rows the arm that gains most at the prices of a rule. @param eligible 1 per row that may be treated; all where absent */
export function treat(
  { money, price, place }: PolicyRule,
  effects: readonly Float64Array[],
  eligible?: Uint8Array,
): Treated {
  const { arm, worth } = bestArms(money, price, effects, eligible);
  const gain = new Float64Array(arm.length);
  for (let row = 0; row < arm.length; row++) {
    if (worth[row] > place) gain[row] = money.value * effects[arm[row]][row] - money.costs[arm[row]];
    else arm[row] = -1;
  }
  return { arm, gain };
}

/** The arm of each row that gains most at a price of money, and what it gains less that price; nothing for rows that may not be treated. */
interface Best {
  readonly arm: Int32Array;
  readonly worth: Float64Array;
}

function bestArms(
  { value, costs }: Money,
  price: number,
  effects: readonly Float64Array[],
  eligible?: Uint8Array,
): Best {
  const rows = effects[0].length;
  const arm = new Int32Array(rows).fill(-1);
  const worth = new Float64Array(rows);
  for (let own = 0; own < costs.length; own++) {
    const paid = costs[own] * (1 + price);
    const effect = effects[own];
    for (let row = 0; row < rows; row++) {
      const left = value * effect[row] - paid;
      if (left <= worth[row] || (eligible && eligible[row] === 0)) continue;
      worth[row] = left;
      arm[row] = own;
    }
  }
  return { arm, worth };
}

/** The lowest price at which a limit is kept, as near as numbers are. */
function lowest(kept: (price: number) => boolean): number {
  if (kept(0)) return 0;
  let [low, high] = [0, 1];
  for (; !kept(high) && high < 1e300; high *= 2) low = high;
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (kept(middle)) high = middle;
    else low = middle;
  }
  return high;
}
