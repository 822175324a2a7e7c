import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from '../../kernel/src/statistics/random.js';
import { writeTable } from './data-file.js';
import { peersFolder } from './environment.js';

/**
 * The data of all parts, drawn by seed and kept in files. Column j depends on the seed and j alone, so that the first rows and
 * columns of the largest file are the smaller data.
 */
export const samples = {
  /** x0 to x99, `y` and `event`: shapes of columns as in shops, a fifth of them with missing values. */
  outcomes: () => sample('outcomes', 1_000_000, 100, 1, outcomeColumns),
  outcomesHeldOut: () => sample('outcomes-held-out', 50_000, 100, 2, outcomeColumns),
  /** x0 to x29, outcome `y` and treatment `w` with their conditional means `yMean` and `wMean`, and the true `effect`. */
  effects: () => sample('effects', 1_000_000, 30, 3, effectColumns),
  effectsHeldOut: () => sample('effects-held-out', 2000, 30, 4, effectColumns),
};

/** Names of the first `count` features. */
export function featureNames(count: number): string[] {
  return Array.from({ length: count }, (_, j) => `x${j}`);
}

interface Columns {
  readonly names: readonly string[];
  of(name: string): Float64Array;
}

function sample(
  name: string,
  rows: number,
  features: number,
  seed: number,
  columnsOf: (rows: number, features: number, seed: number) => Columns,
): string {
  const folder = join(peersFolder, 'data');
  const path = join(folder, `${name}.bin`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const columns = columnsOf(rows, features, seed);
  writeTable(path, { rows, columns: [...featureNames(features), ...columns.names] }, columns.of);
  return path;
}

/** Friedman's (1991) surface of the first features and a step, with noise of standard deviation 1. */
function outcomeColumns(rows: number, _features: number, seed: number): Columns {
  const uniform = (j: number): Float64Array => drawn(rows, createRandom(seed, j), (random) => random.next());
  const signal = (): Float64Array => {
    const u = [0, 1, 2, 3, 4, 5, 6].map(uniform);
    return Float64Array.from(
      u[0],
      (_, i) =>
        10 * Math.sin(Math.PI * u[0][i] * u[5][i]) +
        20 * (u[1][i] - 0.5) ** 2 +
        10 * u[2][i] +
        5 * u[3][i] +
        (u[4][i] > 0.7 && u[6][i] < 0.5 ? 3 : 0),
    );
  };
  const noise = createRandom(seed, 1000);
  const chance = createRandom(seed, 1001);
  return {
    names: ['y', 'event'],
    of(name) {
      if (name === 'y') return signal().map((mean) => mean + normal(noise));
      if (name === 'event')
        return signal().map((mean) => (chance.next() < 1 / (1 + Math.exp((14 - mean) / 2)) ? 1 : 0));
      const j = Number(name.slice(1));
      const gaps = createRandom(seed, 2000 + j);
      return uniform(j).map((u) => shaped(u, j, gaps));
    },
  };
}

/** What a column shows of its uniform number, always in the same order: as it is, skewed, ten steps, with gaps, or both-sided. */
function shaped(u: number, j: number, gaps: Random): number {
  switch (j % 5) {
    case 1:
      return Math.exp(3 * u * u);
    case 2:
      return Math.floor(10 * u);
    case 3:
      return gaps.next() < 0.05 ? Number.NaN : u;
    case 4:
      return (u - 0.5) ** 3;
    default:
      return u;
  }
}

/** The example of grf's manual: an effect of max(x0, 0), a treatment that x0 makes likelier, normal features and noise. */
function effectColumns(rows: number, _features: number, seed: number): Columns {
  const feature = (j: number): Float64Array => drawn(rows, createRandom(seed, j), normal);
  const [x0, x1, x2] = [0, 1, 2].map(feature);
  const propensity = x0.map((x) => (x > 0 ? 0.6 : 0.4));
  const effect = x0.map((x) => Math.max(x, 0));
  const chance = createRandom(seed, 1000);
  const noise = createRandom(seed, 1001);
  const w = propensity.map((p) => (chance.next() < p ? 1 : 0));
  const base = x1.map((x, i) => x + Math.min(x2[i], 0));
  const columns: Record<string, () => Float64Array> = {
    y: () => base.map((mean, i) => mean + effect[i] * w[i] + normal(noise)),
    w: () => w,
    yMean: () => base.map((mean, i) => mean + effect[i] * propensity[i]),
    wMean: () => propensity,
    effect: () => effect,
  };
  return {
    names: Object.keys(columns),
    of: (name) => columns[name]?.() ?? feature(Number(name.slice(1))),
  };
}

function drawn(rows: number, random: Random, draw: (random: Random) => number): Float64Array {
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) values[i] = draw(random);
  return values;
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
