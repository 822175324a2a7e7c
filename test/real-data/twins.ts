import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { noise } from '../kernel/effects/tables.js';

/** Pairs of twins born in the United States from 1989 to 1991: both potential outcomes are known, and so is the effect. */
export interface Twins {
  /** What is known of mother and pregnancy, by name. */
  readonly covariates: ReadonlyMap<string, Float64Array>;
  /** Whether the lighter and the heavier twin died within a year. */
  readonly lighter: Float64Array;
  readonly heavier: Float64Array;
  /** Mean effect of being the heavier twin, over these pairs. */
  readonly effect: number;
}

/** Reads the pairs; days of life of the lighter and the heavier twin are the last two columns, 9999 for those who survived. */
export function readTwins(path: string): Twins {
  const [header, ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.replace(/^['’]|['’]$/g, ''));
  const rows = lines.map((line) => line.split(',').map(Number));
  const column = (i: number): Float64Array => Float64Array.from(rows, (row) => row[i]);
  const died = (i: number): Float64Array => column(i).map((days) => (days < 365 ? 1 : 0));
  const [lighter, heavier] = [died(names.length - 2), died(names.length - 1)];
  return {
    covariates: new Map(names.slice(0, -2).map((name, i) => [name, column(i)])),
    lighter,
    heavier,
    effect: lighter.reduce((sum, y, row) => sum + (heavier[row] - y) / lighter.length, 0),
  };
}

/** First weeks of the categories of gestation behind the first, as the births' statistics have them. */
const gestation = [20, 28, 32, 36, 37, 40, 41, 42];

/**
 * Chance that the heavier twin of each pair is the one observed, after Louizos et al. (2017): logistic in the category of gestation `z`,
 * as `w (z / 10 - .1)` with `w` normal around 5 with variance .1.
 */
export const byGestation = (twins: Twins, seed: number): Float64Array =>
  oddsOfGestation(twins, seed).map(logistic);

/** The same with the other covariates, standardised and with normal weights of variance .1, in it. */
export function byGestationAndMore(twins: Twins, seed: number): Float64Array {
  const { normal } = noise(500 + seed);
  const odds = oddsOfGestation(twins, seed);
  for (const [name, values] of twins.covariates) {
    if (name === 'gestat') continue;
    const own = Math.sqrt(0.1) * normal();
    standardised(values).forEach((value, row) => {
      odds[row] += own * value;
    });
  }
  return odds.map(logistic);
}

function oddsOfGestation({ covariates }: Twins, seed: number): Float64Array {
  const weight = 5 + Math.sqrt(0.1) * noise(seed).normal();
  const category = (weeks: number): number => gestation.filter((first) => weeks >= first).length;
  return covariates.get('gestat')!.map((weeks) => weight * (category(weeks) / 10 - 0.1));
}

/** Such a chance after Yoon, Jordon and van der Schaar (2018): all covariates, standardised, with weights uniform from -.1 to .1, and noise. */
export function byCovariates({ covariates }: Twins, seed: number): Float64Array {
  const { normal, uniform } = noise(seed);
  const weights = [...covariates].map(() => 0.2 * uniform() - 0.1);
  const columns = [...covariates.values()].map(standardised);
  return columns[0].map((_, row) => {
    const odds = columns.reduce((sum, values, i) => sum + weights[i] * values[row], 0);
    return logistic(odds + 0.1 * normal());
  });
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / spread);
}
