import type { Features } from '../../../../kernel/src/data/table.js';
import { createRandom, type Random } from '../../../../kernel/src/statistics/random.js';
import { features, numeric } from '../data.js';

/** Uniform covariates on the unit cube, as one array per column. */
export interface Cube {
  readonly n: number;
  readonly columns: readonly Float64Array[];
  readonly x: Features;
}

/** Standard normal draw (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** `d` covariates of `n` rows, uniform on [0, 1]. */
export function cube(n: number, d: number, random: Random): Cube {
  const columns = Array.from({ length: d }, () => Float64Array.from({ length: n }, () => random.next()));
  return { n, columns, x: features(...columns.map((values, j) => numeric(`x${j + 1}`, values))) };
}

/** One value per row of the cube. */
export function perRow(at: Cube, value: (x: readonly number[], row: number) => number): Float64Array {
  return Float64Array.from({ length: at.n }, (_, row) =>
    value(
      at.columns.map((column) => column[row]),
      row,
    ),
  );
}

/** A data set whose effects are known. `y` and `w` are what an analyst sees; `m` and `e` their means given x. */
export interface Trial {
  readonly x: Features;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly tau: Float64Array;
  readonly m: Float64Array;
  readonly e: Float64Array;
}

/** What a setup says of one row. */
interface Setup {
  readonly tau: (x: readonly number[]) => number;
  readonly e: (x: readonly number[]) => number;
  /** Mean of both arms, halfway between them. */
  readonly middle: (x: readonly number[]) => number;
}

const rise = (x: number, slope: number, at: number): number => 1 / (1 + Math.exp(-slope * (x - at)));
const betaDensity24 = (x: number): number => 20 * x * (1 - x) ** 3;

/**
 * The three simulations of Wager & Athey (2018, section 5), noise of variance 1: 1, no effect but confounding, the
 * propensity (1 + beta density 2, 4)/4 beside the mean 2 x1 - 1; 2, a smooth effect of two covariates; 3, one that rises from
 * 0 to 4 in a corner.
 */
export const wagerAthey = {
  confounding: {
    tau: () => 0,
    e: ([x1]) => (1 + betaDensity24(x1)) / 4,
    middle: ([x1]) => 2 * x1 - 1,
  },
  smooth: {
    tau: ([x1, x2]) => (1 + rise(x1, 20, 1 / 3)) * (1 + rise(x2, 20, 1 / 3)),
    e: () => 0.5,
    middle: () => 0,
  },
  corner: {
    tau: ([x1, x2]) => 4 * rise(x1, 12, 0.5) * rise(x2, 12, 0.5),
    e: () => 0.5,
    middle: () => 0,
  },
} as const satisfies Readonly<Record<string, Setup>>;

/** An effect that rises steeply and straight: 10 x1 + 5 x2. */
export const steep: Setup = { tau: ([x1, x2]) => 10 * x1 + 5 * x2, e: () => 0.5, middle: () => 0 };

/** A trial of one of the setups with a binary treatment. */
export function simulateTrial(setup: Setup, n: number, d: number, seed: number): Trial {
  const random = createRandom(seed, 500);
  const at = cube(n, d, random);
  const tau = perRow(at, setup.tau);
  const e = perRow(at, setup.e);
  const w = e.map((p) => (random.next() < p ? 1 : 0));
  const y = perRow(at, (x, i) => setup.middle(x) + (w[i] - 0.5) * tau[i] + normal(random));
  const m = perRow(at, (x, i) => setup.middle(x) + (e[i] - 0.5) * tau[i]);
  return { x: at.x, y, w, tau, m, e };
}

/** Outcome less its mean and treatment less its mean, where both means are known. */
export function residuals(trial: Trial): { yResidual: Float64Array; wResidual: Float64Array } {
  return {
    yResidual: trial.y.map((y, i) => y - trial.m[i]),
    wResidual: trial.w.map((w, i) => w - trial.e[i]),
  };
}

/**
 * An encouragement z by coin that moves the treatment by `pull`, and a hidden cause of treatment and outcome that makes
 * least squares wrong. Effect 1 + x1. All means given x are known: z has .5, and y and w are centred on theirs.
 */
export function simulateInstrument(n: number, d: number, seed: number, pull = 1) {
  const random = createRandom(seed, 501);
  const at = cube(n, d, random);
  const tau = perRow(at, ([x1]) => 1 + x1);
  const hidden = Float64Array.from({ length: n }, () => normal(random));
  const z = hidden.map(() => (random.next() < 0.5 ? -0.5 : 0.5));
  const w = z.map((own, i) => pull * own + hidden[i] + 0.5 * normal(random));
  const y = w.map((own, i) => tau[i] * own + hidden[i] + 0.5 * normal(random));
  return { x: at.x, tau, z, w, y };
}

/** Three arms `none`, `mail`, `call` with propensities that depend on x1; effects of mail x1, of call 1 + x2. */
export function simulateArms(n: number, d: number, seed: number) {
  const random = createRandom(seed, 502);
  const at = cube(n, d, random);
  const effects = [perRow(at, ([x1]) => x1), perRow(at, ([, x2]) => 1 + x2)];
  const mail = perRow(at, ([x1]) => 0.2 + 0.3 * x1);
  const call = perRow(at, ([x1]) => 0.5 - 0.3 * x1);
  const arm = new Int32Array(n);
  const y = new Float64Array(n);
  const m = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const u = random.next();
    arm[i] = u < mail[i] ? 1 : u < mail[i] + call[i] ? 2 : 0;
    const base = 2 * at.columns[0][i];
    m[i] = base + mail[i] * effects[0][i] + call[i] * effects[1][i];
    y[i] = base + (arm[i] > 0 ? effects[arm[i] - 1][i] : 0) + normal(random);
  }
  const none = mail.map((p, i) => 1 - p - call[i]);
  return { x: at.x, arm, arms: ['none', 'mail', 'call'], y, m, propensities: [none, mail, call], effects };
}

/** A dose of mean x1 and spread that depends on x2; partial effect 1 + 2 x1. */
export function simulateDose(n: number, d: number, seed: number) {
  const random = createRandom(seed, 503);
  const at = cube(n, d, random);
  const effect = perRow(at, ([x1]) => 1 + 2 * x1);
  const e = at.columns[0];
  const dose = perRow(at, ([x1, x2]) => x1 + (0.5 + x2) * normal(random));
  const y = dose.map((own, i) => 3 * at.columns[0][i] + effect[i] * own + normal(random));
  const m = e.map((mean, i) => 3 * at.columns[0][i] + effect[i] * mean);
  return { x: at.x, dose, e, y, m, effect };
}

/** Outcomes whose spread grows with x1: y = x2 + (1 + 3 x1) N(0, 1). */
export function simulateSpread(n: number, d: number, seed: number) {
  const random = createRandom(seed, 504);
  const at = cube(n, d, random);
  const y = perRow(at, ([x1, x2]) => x2 + (1 + 3 * x1) * normal(random));
  const quantile = (z: number): Float64Array => perRow(at, ([x1, x2]) => x2 + (1 + 3 * x1) * z);
  return { x: at.x, y, quantile };
}

/** Exponential times of hazard exp(2 x1 - 1), censored at exponential times of hazard `censoring`. */
export function simulateSurvival(n: number, d: number, seed: number, censoring = 0.4) {
  const random = createRandom(seed, 505);
  const at = cube(n, d, random);
  const hazard = perRow(at, ([x1]) => Math.exp(2 * x1 - 1));
  const time = new Float64Array(n);
  const event = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const failure = -Math.log(1 - random.next()) / hazard[i];
    const end = -Math.log(1 - random.next()) / censoring;
    time[i] = Math.min(failure, end);
    event[i] = failure <= end ? 1 : 0;
  }
  return { x: at.x, time, event, survival: (row: number, t: number) => Math.exp(-hazard[row] * t) };
}

/** The smooth function of Friedman (1991), scaled to noise of variance 1, as in Friedberg et al. (2020). */
export function simulateFriedman(n: number, d: number, seed: number) {
  const random = createRandom(seed, 506);
  const at = cube(n, d, random);
  const mean = perRow(
    at,
    ([a, b, c, e, f]) => 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * e + 5 * f,
  );
  return { x: at.x, y: mean.map((own) => own + normal(random)), mean };
}

/** Mean of the squared differences. */
export function meanSquaredError(estimate: ArrayLike<number>, truth: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (estimate[i] - truth[i]) ** 2;
  return sum / truth.length;
}

/** Share of rows whose 95 % interval holds the truth; a variance that is not known covers nothing. */
export function coverage(
  estimate: ArrayLike<number>,
  variance: ArrayLike<number>,
  truth: ArrayLike<number>,
): number {
  let inside = 0;
  for (let i = 0; i < truth.length; i++) {
    if (Math.abs(estimate[i] - truth[i]) <= 1.959964 * Math.sqrt(variance[i])) inside++;
  }
  return inside / truth.length;
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
