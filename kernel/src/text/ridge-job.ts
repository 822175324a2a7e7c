import { power } from '../statistics/power.js';
import { createRandom } from '../statistics/random.js';
import type { Task } from '../task.js';
import { type Bench, defineJob } from '../trees/engine/job.js';
import { KrylovSpace, type PlacedProduct } from './krylov-space.js';
import { solveShifted, type Tridiagonal } from './lanczos.js';
import { type PlacedFeatures, TextProducts, takeTextSpace, textSpaceBytes } from './placed-features.js';
import type { TextMoments } from './text-moments.js';

/** What one thread is to fit. */
export interface RidgeOrder {
  readonly features: PlacedFeatures;
  readonly moments: TextMoments;
  readonly l2: number | 'cv';
  readonly seed: number;
}

/** Coefficients over {@link PlacedFeatures}; null where y does not vary. */
export interface PlacedRidge {
  readonly mean: number;
  readonly fit: {
    readonly intercept: number;
    readonly coefficients: Float64Array;
    readonly l2: number;
  } | null;
}

/** Penalties per row tried, a factor of 1.8 apart. */
const path = Array.from({ length: 24 }, (_, i) => power(10, 1 - i / 4));
/**
 * The penalty used is this share of the one that predicts best. Confounding that a head shrinks away stays in the
 * effect, at first order, while noise it picks up costs little: the models on top weigh it down again, and no row
 * is scored by a head that saw it. Measured on 2,275 real reviews with a planted confounder and the heads alone in
 * AIPW, shares of 1, .3 and .1 leave a bias of +.29, +.05 and -.20 of +1.86 where it lies oblique to the axes, and
 * of +.30, +.22 and +.16 of +.65 where it is a word.
 */
export const undersmoothing = 0.3;
const stepsAtOnce = 4;
const mostSteps = 160;
/** Directions of the random probe that counts degrees of freedom. */
const probeSteps = 16;
const tolerance = 1e-4;

/** Bytes that a thread needs of its own to fit. */
export function ridgeBytes(width: number): number {
  const spaces = KrylovSpace.bytes(width, mostSteps) + KrylovSpace.bytes(width, probeSteps);
  return spaces + textSpaceBytes(width) + 8 * 2 * width + 16 * 64;
}

/** See `fitRidges`, which hands out the work. */
export const ridgeJob = defineJob<RidgeOrder, PlacedRidge>('fit ridge', (bench, order, task) => {
  const { count, sum, squares } = order.moments;
  const rows = count.reduce((a, b) => a + b, 0);
  const mean = sum.reduce((a, b) => a + b, 0) / rows;
  const variation = squares - rows * mean * mean;
  if (rows === 0 || !(variation > 1e-12 * squares)) return { mean, fit: null };
  const { arena, memory, loops } = bench;
  const { features, seed } = order;
  const { width } = features;
  const texts = new TextProducts(memory, loops, features, takeTextSpace(arena, features));
  const centre = weightedMean(
    bench,
    texts,
    count.map((n) => n / rows),
  );
  const start = arena.take(8 * width * (mostSteps + 1));
  clear(bench, start, width);
  texts.addTexts(
    sum.map((total, text) => total - count[text] * mean),
    start,
  );
  const space = new KrylovSpace(memory, loops, start, width, mostSteps, arena);
  const product = gramProduct(bench, texts, count, centre);
  const wanted = { rows, variation, l2: order.l2 };
  const l2 = growSpace(space, product, () => probeOf(bench, width, seed), wanted, task);
  const into = arena.take(8 * width);
  space.combine(solveShifted(space, l2 * rows).coordinates, into);
  loops.multiplyRows(centre.at, 1, width, into, centre.dot);
  task.report(1);
  const { f64 } = memory.views;
  const intercept = mean - f64[centre.dot >>> 3];
  return { mean, fit: { intercept, coefficients: f64.slice(into >>> 3, (into >>> 3) + width), l2 } };
});

/** Extends the space until the normal equations hold at the penalty that is used; returns that penalty. */
function growSpace(
  space: KrylovSpace,
  product: PlacedProduct,
  openProbe: () => KrylovSpace,
  {
    rows,
    variation,
    l2: given,
  }: { readonly rows: number; readonly variation: number; readonly l2: number | 'cv' },
  task: Task,
): number {
  const probe = given === 'cv' ? openProbe() : undefined;
  let l2 = given === 'cv' ? path[0] : given;
  for (let growing = true; growing; ) {
    task.check();
    growing = space.extend(product, stepsAtOnce);
    if (probe) {
      probe.extend(product, stepsAtOnce);
      l2 = undersmoothing * bestPenalty(space, probe, rows, variation);
    }
    if (solveShifted(space, l2 * rows).residual < tolerance) growing = false;
  }
  return l2;
}

/** Mean features, and room for one number. */
interface Centre {
  readonly at: number;
  readonly dot: number;
}

function weightedMean(bench: Bench, texts: TextProducts, weights: Float64Array): Centre {
  const at = bench.arena.take(8 * texts.features.width);
  clear(bench, at, texts.features.width);
  texts.addTexts(weights, at);
  return { at, dot: bench.arena.take(8) };
}

/** `X'W(I - 1w'/n)X`: second moments about the mean. */
function gramProduct(
  bench: Bench,
  texts: TextProducts,
  weights: Float64Array,
  { at, dot }: Centre,
): PlacedProduct {
  const { memory, loops } = bench;
  const { width } = texts.features;
  return (v, into) => {
    const { f64 } = memory.views;
    clear(bench, into, width);
    loops.multiplyRows(at, 1, width, v, dot);
    f64[dot >>> 3] = -texts.addGram(weights, v, f64[dot >>> 3], into);
    loops.addWeightedRows(at, 1, width, dot, into);
  };
}

/** Random signs (Hutchinson 1990), the space of which tells degrees of freedom. */
function probeOf({ arena, memory, loops }: Bench, width: number, seed: number): KrylovSpace {
  const start = arena.take(8 * width * (probeSteps + 1));
  const random = createRandom(seed);
  const { f64 } = memory.views;
  for (let i = start >>> 3; i < (start >>> 3) + width; i++) f64[i] = random.next() < 0.5 ? -1 : 1;
  return new KrylovSpace(memory, loops, start, width, probeSteps, arena);
}

function clear({ memory }: Bench, at: number, width: number): void {
  memory.views.f64.fill(0, at >>> 3, (at >>> 3) + width);
}

/** The penalty of the path with the least generalised cross-validation error. */
function bestPenalty(space: Tridiagonal, probe: Tridiagonal, rows: number, variation: number): number {
  let best = path[0];
  let least = Number.POSITIVE_INFINITY;
  for (const l2 of path) {
    const { coordinates } = solveShifted(space, l2 * rows);
    const squared = coordinates.reduce((total, s) => total + s * s, 0);
    const residual = variation - space.norm * coordinates[0] - l2 * rows * squared;
    const freedom = 1 + degreesOfFreedom(probe, l2 * rows);
    if (freedom >= rows) break;
    const error = residual / (1 - freedom / rows) ** 2;
    if (error < least) {
      least = error;
      best = l2;
    }
  }
  return best;
}

/** `tr A (A + l2 I)^-1`, estimated by Gauss quadrature (Golub and Meurant 1994). */
function degreesOfFreedom(probe: Tridiagonal, l2: number): number {
  return probe.norm * (probe.norm - l2 * solveShifted(probe, l2).coordinates[0]);
}
