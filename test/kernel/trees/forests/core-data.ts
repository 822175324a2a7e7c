import { afterAll, expect } from 'vitest';
import type { Features } from '../../../../kernel/src/data/table.js';
import { configureEngine } from '../../../../kernel/src/trees/engine/current.js';
import type { EngineOptions } from '../../../../kernel/src/trees/engine/engine.js';
import { categorical, features, normals, numeric, uniforms } from '../data.js';

const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);

afterAll(() => configureEngine({}));

/** Runs work on an engine of its own kind. */
export function on<Result>(options: EngineOptions, work: () => Result): Result {
  configureEngine({ ...options, script });
  try {
    return work();
  } finally {
    configureEngine({});
  }
}

/** What a test of everything at once learns from. */
export interface Mixture {
  readonly x: Features;
  readonly tau: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly weights: Float64Array;
  readonly clusters: Int32Array;
}

/**
 * Residuals of a trial with numbers, ties, missing values, levels (some missing), a constant and an all-missing column; the
 * effect depends on a number, on a level and on whether a number is missing.
 */
export function mixture(n: number, seed: number): Mixture {
  const [a, b, chance, when] = [1, 2, 3, 4].map((j) => uniforms(n, 100 * seed + j));
  const gappy = normals(n, 100 * seed + 5).map((value, i) => (chance[i] < 0.3 ? Number.NaN : value));
  const plan = Array.from(b, (u) => (u < 0.1 ? undefined : 'abcdefgh'[Math.floor(u * 8)]));
  const tau = a.map(
    (value, i) =>
      (value > 0.5 ? 1 : 0) + (plan[i] === 'c' || plan[i] === 'f' ? 1 : 0) + (chance[i] < 0.3 ? 2 : 0),
  );
  const w = when.map((u) => (u < 0.4 ? -0.4 : 0.6));
  const noise = normals(n, 100 * seed + 6);
  return {
    x: features(
      numeric('a', a),
      numeric(
        'ties',
        a.map((value) => Math.floor(value * 5)),
      ),
      numeric('gappy', gappy),
      categorical('plan', plan),
      numeric('constant', new Float64Array(n).fill(3)),
      numeric('absent', new Float64Array(n).fill(Number.NaN)),
      numeric('noise', normals(n, 100 * seed + 7)),
    ),
    tau,
    y: tau.map((effect, i) => effect * w[i] + noise[i]),
    w,
    weights: uniforms(n, 100 * seed + 8).map((u) => Math.floor(u * 4)),
    clusters: Int32Array.from({ length: n }, (_, i) => Math.floor(i / 3)),
  };
}

export function rmse(estimate: Float64Array, truth: Float64Array): number {
  return Math.sqrt(estimate.reduce((sum, value, i) => sum + (value - truth[i]) ** 2, 0) / truth.length);
}

/** Share of the truths inside the intervals of 95 %. */
export function coverage(effect: Float64Array, variance: Float64Array, truth: Float64Array): number {
  const inside = effect.filter((value, i) => Math.abs(value - truth[i]) < 1.96 * Math.sqrt(variance[i]));
  return inside.length / truth.length;
}

/** Expects numbers that differ by rounding at most, and NaN in the same places. */
export function expectClose(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  const near = actual.map((value, i) => (Math.abs(value - expected[i]) < 1e-9 ? expected[i] : value));
  expect(near).toEqual(expected);
}
