import type { LossData } from '../../../../kernel/src/trees/boosting/objectives/loss.js';
import type { Objective } from '../../../../kernel/src/trees/model/ensemble.js';

export const queryLength = 20;
export const columns = 5;

/** Rows with a planted signal; planted.py draws the same ones, number by number. */
export interface Planted {
  /** Feature after feature, in hundredths, so that each has at most 101 values. */
  readonly x: readonly Float64Array[];
  readonly data: LossData;
}

/** What random numbers both languages can draw alike: mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Draws {
  readonly u: number;
  readonly v: number;
  /** Standard normal. */
  readonly z: number;
}

/** The outcome of each objective from features, signal and noise. */
const outcomes: Readonly<Record<Objective, (x: readonly number[], signal: number, draws: Draws) => number>> =
  {
    squared: (_, signal, { z }) => signal + 0.5 * z,
    huber: (_, signal, { u, z }) => signal + (u < 0.05 ? 600 * u * z : 0.5 * z),
    quantile: (x, signal, { z }) => signal + (0.2 + x[4]) * z,
    poisson: (_, signal, { u }) => count(u, Math.exp(signal / 2)),
    logistic: (_, signal, { u }) => (u < 1 / (1 + Math.exp(-2 * signal)) ? 1 : 0),
    softmax: (x, signal, { u }) => category(u, [3 * signal, 6 * x[1], 9 * x[4] * x[0], 0]),
    pairwise: (_, signal, { z }) => Math.max(0, Math.min(4, Math.floor(1.5 * signal + z))),
    lambdamart: (_, signal, { z }) => Math.max(0, Math.min(4, Math.floor(1.5 * signal + z))),
    cox: (_, signal, { u, v }) => (1 + Math.floor(100 * Math.min(event(u, signal), -Math.log(1 - v)))) / 100,
  };

/** `n` rows of an objective. */
export function planted(objective: Objective, n: number, seed: number): Planted {
  const next = mulberry(seed);
  const x = Array.from({ length: columns }, () => new Float64Array(n));
  const y = new Float64Array(n);
  const events = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const row = x.map((column) => {
      column[i] = Math.floor(100 * next()) / 100;
      return column[i];
    });
    const [u, v, w] = [next(), next(), next()];
    const draws = { u, v, z: Math.sqrt(-2 * Math.log(1 - v)) * Math.cos(2 * Math.PI * w) };
    const signal = Math.sin(6 * row[0]) + 4 * (row[1] - 0.5) * (row[2] - 0.5) + (row[3] > 0.5 ? 1 : 0);
    y[i] = outcomes[objective](row, signal, draws);
    events[i] = event(u, signal) <= -Math.log(1 - v) ? 1 : 0;
  }
  const queries = Int32Array.from({ length: Math.ceil(n / queryLength) }, (_, q) => q * queryLength);
  return { x, data: { y, events, queries, classes: 4, quantile: 0.9, delta: 1, truncation: 10 } };
}

function event(u: number, signal: number): number {
  return -Math.log(1 - u) * Math.exp(-signal);
}

/** Poisson draw by inversion. */
function count(u: number, rate: number): number {
  let k = 0;
  let share = Math.exp(-rate);
  for (let below = share; u > below && k < 100; below += share) share *= rate / ++k;
  return k;
}

function category(u: number, logits: readonly number[]): number {
  const powers = logits.map(Math.exp);
  const total = powers.reduce((a, b) => a + b);
  let below = 0;
  for (let k = 0; k < powers.length; k++) {
    below += powers[k] / total;
    if (u < below) return k;
  }
  return powers.length - 1;
}
