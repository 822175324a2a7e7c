import type { Task } from '../../../task.js';
import { firstAtLeast } from '../../model/feature-info.js';
import type { Loss, LossData } from './loss.js';
import { logOfCounts } from './poisson.js';

/**
 * Cox's proportional hazards (1972): minus the log of the partial likelihood, with events of the same time as Breslow (1974)
 * has them. The margin is the log hazard ratio, known up to a constant. Rows are sorted by time once; after that each call
 * is linear.
 *
 * The gradient of a row is its events minus those expected of it. With the baseline hazard held, these are Poisson counts
 * (Whitehead 1980): the expected ones are the Hessian, a diagonal above the whole true one, and the logarithm of observed by
 * expected events is the best value of a leaf, which cannot overshoot.
 *
 * Sums of hazard ratios over those still at risk are kept relative to the highest margin among them. Going back in time that
 * margin only grows, so that no power overflows, nor loses a whole risk set to underflow, however far the margins spread.
 */
export function coxLoss(data: LossData, task: Task): Loss {
  const { y, weights } = data;
  const n = y.length;
  const times = new Times(data, task);
  let total = 0;
  for (let i = 0; i < n; i++) total += weights ? weights[i] : 1;
  return {
    rows: n,
    outputs: 1,
    rowWise: false,
    start: () => [0],
    derive(margin, _from, _to, gradient, hessian) {
      times.sumRiskSets(margin);
      times.derive(margin, gradient, hessian);
    },
    value(margin) {
      times.sumRiskSets(margin);
      return times.negativeLogLikelihood(margin) / total;
    },
    leafStep: logOfCounts,
  };
}

/** The distinct times, latest first, with the rows of each and the sums over those at risk at it. */
class Times {
  /** Rows, latest first. */
  private readonly order: Int32Array;
  /** Places of `order` where a time begins, and the end. */
  private readonly starts: Int32Array;
  /** Weights of the events of a time. */
  private readonly eventWeight: Float64Array;
  /** Highest margin of those at risk, and the sum of weight * exp(margin - highest). */
  private readonly highest: Float64Array;
  private readonly atRisk: Float64Array;
  private readonly events: Uint8Array;

  constructor(
    private readonly data: LossData,
    private readonly task: Task,
  ) {
    const { y } = data;
    this.events = data.events ?? new Uint8Array(y.length).fill(1);
    const { order, starts } = latestFirst(y, task);
    this.order = order;
    this.starts = starts;
    const times = starts.length - 1;
    this.highest = new Float64Array(times);
    this.atRisk = new Float64Array(times);
    this.eventWeight = new Float64Array(times);
    for (let t = 0; t < times; t++) {
      this.look(t);
      for (let k = starts[t]; k < starts[t + 1]; k++)
        if (this.events[order[k]] === 1) this.eventWeight[t] += this.weight(order[k]);
    }
  }

  sumRiskSets(margin: Float64Array): void {
    const { order, starts, highest, atRisk } = this;
    let top = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let t = 0; t < atRisk.length; t++) {
      this.look(t);
      for (let k = starts[t]; k < starts[t + 1]; k++) {
        const weight = this.weight(order[k]);
        const own = margin[order[k]];
        if (weight === 0) continue;
        if (own > top) {
          sum = sum * Math.exp(top - own) + weight;
          top = own;
        } else sum += weight * Math.exp(own - top);
      }
      highest[t] = top;
      atRisk[t] = sum;
    }
  }

  negativeLogLikelihood(margin: Float64Array): number {
    const { order, starts, highest, atRisk, eventWeight, events } = this;
    let sum = 0;
    for (let t = 0; t < atRisk.length; t++) {
      this.look(t);
      if (eventWeight[t] === 0) continue;
      sum += eventWeight[t] * Math.log(atRisk[t]);
      for (let k = starts[t]; k < starts[t + 1]; k++) {
        const row = order[k];
        if (events[row] === 1 && this.weight(row) > 0) sum += this.weight(row) * (highest[t] - margin[row]);
      }
    }
    return sum;
  }

  /**
   * Earliest time first. `hazard` is Breslow's cumulative hazard, the sum over the event times so far of event weight / sum
   * at risk, relative to the highest margin of now.
   */
  derive(margin: Float64Array, gradient: Float64Array, hessian: Float64Array): void {
    const { order, starts, highest, atRisk, eventWeight, events } = this;
    let hazard = 0;
    let top = Number.POSITIVE_INFINITY;
    for (let t = atRisk.length - 1; t >= 0; t--) {
      this.look(t);
      if (hazard > 0) hazard *= Math.exp(highest[t] - top);
      top = highest[t];
      if (eventWeight[t] > 0) hazard += eventWeight[t] / atRisk[t];
      for (let k = starts[t]; k < starts[t + 1]; k++) {
        const row = order[k];
        const weight = this.weight(row);
        const expected = weight === 0 ? 0 : weight * Math.exp(margin[row] - top) * hazard;
        gradient[row] = (events[row] === 1 ? weight : 0) - expected;
        hessian[row] = Math.max(1e-16 * weight, expected);
      }
    }
  }

  private weight(row: number): number {
    return this.data.weights ? this.data.weights[row] : 1;
  }

  /** Looks at the task where `time` begins another portion of rows. */
  private look(time: number): void {
    const portion = (place: number): number => Math.floor(place / rowsAtOnce);
    if (portion(this.starts[time]) !== portion(this.starts[time + 1])) this.task.check();
  }
}

/** Rows between two looks at the task: some milliseconds. */
const rowsAtOnce = 2 ** 16;

/** Rows by time, latest first and those of the same time in their order, and the places where a time begins, and the end. */
function latestFirst(y: Float64Array, task: Task): { order: Int32Array; starts: Int32Array } {
  const times = ascending(y, task);
  let count = 0;
  for (let k = 0; k < times.length; k++) if (k === 0 || times[k] !== times[k - 1]) times[count++] = times[k];
  const distinct = times.subarray(0, count);
  const timeOf = new Int32Array(y.length);
  const starts = new Int32Array(distinct.length + 1);
  for (let row = 0; row < y.length; row++) {
    if (row % rowsAtOnce === 0) task.check();
    timeOf[row] = distinct.length - 1 - firstAtLeast(distinct, y[row]);
    starts[timeOf[row] + 1]++;
  }
  for (let t = 0; t < distinct.length; t++) starts[t + 1] += starts[t];
  const next = starts.slice();
  const order = new Int32Array(y.length);
  for (let row = 0; row < y.length; row++) {
    if (row % rowsAtOnce === 0) task.check();
    order[next[timeOf[row]]++] = row;
  }
  return { order, starts };
}

/** Numbers in ascending order: portions are sorted, then merged in pairs. */
function ascending(values: Float64Array, task: Task): Float64Array {
  const { length } = values;
  let from = values.slice();
  for (let at = 0; at < length; at += rowsAtOnce) {
    task.check();
    from.subarray(at, at + rowsAtOnce).sort();
  }
  let to = new Float64Array(length);
  for (let width = rowsAtOnce; width < length; width *= 2) {
    for (let at = 0; at < length; at += 2 * width) {
      let left = at;
      const middle = Math.min(length, at + width);
      let right = middle;
      const end = Math.min(length, at + 2 * width);
      for (let place = at; place < end; place++) {
        if (place % rowsAtOnce === 0) task.check();
        const isLeft = right === end || (left < middle && from[left] <= from[right]);
        to[place] = from[isLeft ? left++ : right++];
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
