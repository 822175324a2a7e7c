import { ratioEstimate } from '../effects/inference/ratio-estimate.js';
import type { Estimate, PolicySpending } from '../result.js';
import type { Evidence } from './evidence.js';
import { type Money, totalOf } from './policy-value.js';

/**
 * What a policy spends on each of its arms, and what every unit of that money brings back: value gained over money spent (incremental return on ad
 * spend). Both are sums over the same rows, so that the return is a ratio of means, with its interval by the delta method: `part - return * cost`
 * is a row's influence on it. Value is by doubly robust scores that the choice of a row's arm does not depend on.
 *
 * @param arm place of each row's arm among those but the baseline, -1 for none
 * @returns the arms that rows get, in the order of the effect, and all of them together last; empty where nothing is spent
 */
export function spendingOf(
  evidence: Evidence,
  money: Money,
  arms: readonly string[],
  arm: Int32Array,
): PolicySpending[] {
  const of = (name: string | null, takes: (own: number) => boolean): Omit<PolicySpending, 'share'> => {
    const { weights, scores } = evidence;
    const given = (row: number): boolean => arm[row] >= 0 && takes(arm[row]);
    const part = Float64Array.from(arm, (own, row) => (given(row) ? money.value * scores[own][row] : 0));
    const spent = Float64Array.from(arm, (own, row) =>
      given(row) ? (weights?.[row] ?? 1) * money.costs[own] : 0,
    );
    const cost = spent.reduce((sum, one) => sum + one, 0);
    const rows = arm.reduce((sum, _, row) => sum + (given(row) ? (weights?.[row] ?? 1) : 0), 0);
    const returned = cost > 0 ? returnOf(evidence, part, spent) : null;
    return { arm: name, rows, cost, worth: totalOf(evidence, part), returned };
  };
  const all = of(null, () => true);
  if (all.cost === 0) return [];
  const each = arms.map((name, place) => of(name, (own) => own === place)).filter(({ rows }) => rows > 0);
  return [...each, all].map((spending) => ({ ...spending, share: spending.cost / all.cost }));
}

function returnOf({ level, clusters }: Evidence, part: Float64Array, spent: Float64Array): Estimate {
  const { estimate, stdError, interval } = ratioEstimate(part, spent, level, undefined, clusters);
  return { estimate, stdError, interval };
}
