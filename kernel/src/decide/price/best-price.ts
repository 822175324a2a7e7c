import { freedomOf } from '../../effects/inference/freedom.js';
import { meanError } from '../../effects/inference/mean-error.js';
import type { BestPrice, Estimate, Interval } from '../../result.js';
import type { Task } from '../../task.js';
import { JointCurve } from './argmax.js';
import { elasticityAt } from './elasticity.js';
import type { Market } from './market.js';

/** Prices that are tried. */
const tried = 41;

/** What is asked of a market. */
export interface Question {
  readonly unitCost: number;
  readonly level: number;
  readonly seed: number;
}

/**
 * The price of the support with the highest margin per row. Its interval holds the price with the truly highest margin: see
 * {@link JointCurve.roomAsMaximum}. Intervals of margins hold at whatever price of that interval is picked, since one is picked by the same
 * data.
 */
export function bestPrice(
  market: Market & { readonly support: Interval },
  { unitCost, level, seed }: Question,
  task: Task,
): BestPrice {
  const { price, quantity, support, demandAt, units, clusters } = market;
  const margin = (at: number): number => (at - unitCost) * demandAt(at).estimate;
  const today = price.reduce((sum, own) => sum + own, 0) / price.length;
  const known = today >= support[0] && today <= support[1];
  const prices = candidates(support, margin, known ? [today] : [], task);
  const earned = Float64Array.from(price, (own, row) => (own - unitCost) * quantity[row]);
  const now = meanError(earned, level, clusters);
  const influences = prices.map((at) => demandAt(at).influence.map((value) => (at - unitCost) * value));
  const values = prices.map(margin);
  const best = values.indexOf(Math.max(...values));
  const freedom = clusters ? Math.max(1, now.freedom ?? 1) : freedomOf(influences[best]);
  const joint = new JointCurve(
    [...values, now.estimate],
    [...influences, earned.map((value) => value - now.estimate)],
    ...[units, level, freedom, seed, task],
  );
  const room = joint.roomAsMaximum(prices.length);
  const possible = [...prices.keys()].filter((place) => room[place] >= 0);
  const around = (value: number, stdError: number, reach: number): Estimate => ({
    ...{ estimate: value, stdError },
    interval: [value - reach * stdError, value + reach * stdError],
  });
  const less = (place: number): Estimate => {
    const error = joint.errorOfDifference(best, place);
    return around(values[best] - joint.values[place], error, joint.reach(possible, place));
  };
  const reach = joint.reach(possible);
  const own = around(values[best], joint.errorOf(best), reach);
  const each = Math.max(Number.EPSILON, Math.abs(prices[best] - unitCost));
  const mean = prices.indexOf(today);
  return {
    n: price.length,
    support,
    price: { estimate: prices[best], interval: heldBy(prices, room) },
    edge: best === 0 ? 'lowest' : best === prices.length - 1 ? 'highest' : null,
    demand: around(demandAt(prices[best]).estimate, joint.errorOf(best) / each, reach),
    margin: own,
    today: {
      price: today,
      margin: { estimate: now.estimate, stdError: now.stdError, interval: now.interval },
      gain: less(prices.length),
    },
    atMean:
      mean < 0
        ? null
        : { margin: around(values[mean], joint.errorOf(mean), joint.reach([mean])), gain: less(mean) },
    elasticity: elasticityAt(market, today, level),
  };
}

/** Even prices over the support, those asked for, and the top of a parabola through the best and its neighbours. */
function candidates(
  [low, high]: Interval,
  margin: (price: number) => number,
  also: readonly number[],
  task: Task,
): number[] {
  const even = Array.from({ length: tried }, (_, i) => low + ((high - low) * i) / (tried - 1));
  const values = even.map((at, i) => {
    task.report((0.5 * i) / tried, 'Trying prices');
    return margin(at);
  });
  const best = values.indexOf(Math.max(...values));
  const bend = best > 0 && best < tried - 1 ? values[best - 1] - 2 * values[best] + values[best + 1] : 0;
  const top =
    bend < 0
      ? [even[best] + ((even[1] - even[0]) * (0.5 * (values[best - 1] - values[best + 1]))) / bend]
      : [];
  return [...new Set([...even, ...also, ...top])].sort((a, b) => a - b);
}

/** From the lowest to the highest price with room, and as far to the next ones as straight lines between say. */
function heldBy(prices: readonly number[], room: readonly number[]): Interval {
  const first = room.findIndex((value) => value >= 0);
  const last = room.findLastIndex((value) => value >= 0);
  const end = (inside: number, outside: number): number => {
    if (room[outside] === undefined || !Number.isFinite(room[inside])) return prices[inside];
    const share = room[inside] / (room[inside] - room[outside]);
    return prices[inside] + share * (prices[outside] - prices[inside]);
  };
  return [end(first, first - 1), end(last, last + 1)];
}
