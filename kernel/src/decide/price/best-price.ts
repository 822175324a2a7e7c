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
  question: Question,
  task: Task,
): BestPrice {
  const { price, support, demandAt } = market;
  const today = price.reduce((sum, own) => sum + own, 0) / price.length;
  const known = today >= support[0] && today <= support[1];
  const margin = (at: number): number => (at - question.unitCost) * demandAt(at).estimate;
  const prices = candidates(support, margin, known ? [today] : [], task);
  const { joint, best, now } = earningsOf(market, prices, question, task);
  const room = joint.roomAsMaximum(prices.length);
  const possible = [...prices.keys()].filter((place) => room[place] >= 0);
  const marginAt = (place: number, picked: readonly number[]): Estimate =>
    within(joint.values[place], joint.errorOf(place), joint.reach(picked));
  const bestLess = (place: number): Estimate => {
    const difference = joint.values[best] - joint.values[place];
    return within(difference, joint.errorOfDifference(best, place), joint.reach(possible, place));
  };
  const own = marginAt(best, possible);
  const mean = prices.indexOf(today);
  return {
    n: price.length,
    support,
    price: { estimate: prices[best], interval: heldBy(prices, room) },
    edge: best === 0 ? 'lowest' : best === prices.length - 1 ? 'highest' : null,
    demand: demandOf(own, prices[best] - question.unitCost, demandAt(prices[best]).estimate),
    margin: own,
    today: { price: today, margin: now, gain: bestLess(prices.length) },
    atMean: mean < 0 ? null : { margin: marginAt(mean, [mean]), gain: bestLess(mean) },
    elasticity: elasticityAt(market, today, question.level),
  };
}

/** Margins at prices, and behind them that of the prices that were, with errors that belong together. */
function earningsOf(
  { price, quantity, demandAt, units, clusters }: Market,
  prices: readonly number[],
  { unitCost, level, seed }: Question,
  task: Task,
): { readonly joint: JointCurve; readonly best: number; readonly now: Estimate } {
  const earned = Float64Array.from(price, (own, row) => (own - unitCost) * quantity[row]);
  const { freedom: clustered, ...now } = meanError(earned, level, clusters);
  const influences = prices.map((at) => demandAt(at).influence.map((value) => (at - unitCost) * value));
  const values = prices.map((at) => (at - unitCost) * demandAt(at).estimate);
  const best = values.indexOf(Math.max(...values));
  const freedom = clusters ? Math.max(1, clustered ?? 1) : freedomOf(influences[best]);
  const joint = new JointCurve(
    [...values, now.estimate],
    [...influences, earned.map((value) => value - now.estimate)],
    ...[units, level, freedom, seed, task],
  );
  return { joint, best, now };
}

function within(estimate: number, stdError: number, reach: number): Estimate {
  return { estimate, stdError, interval: [estimate - reach * stdError, estimate + reach * stdError] };
}

/** Demand by the margin that it makes: its errors are those of the margin over what a unit earns. */
function demandOf(
  { estimate, stdError, interval: [, high] }: Estimate,
  each: number,
  demand: number,
): Estimate {
  const unit = Math.max(Number.EPSILON, Math.abs(each));
  const reach = stdError > 0 ? (high - estimate) / stdError : 0;
  return within(demand, stdError / unit, reach);
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
