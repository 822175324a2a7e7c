import type { Table } from '../../../kernel/src/data/table.js';
import { category, noise, number, tableOf } from './tables.js';

/** Columns grown row by row: `draw` gives the values of one row by name. */
function grow(n: number, draw: () => Readonly<Record<string, number | string>>): Table {
  const rows = Array.from({ length: n }, draw);
  const columns = Object.keys(rows[0]).map((name) => {
    const values = rows.map((row) => row[name]);
    return typeof values[0] === 'number'
      ? number(name, values.map(Number))
      : category(name, values.map(String));
  });
  return tableOf(...columns);
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * A price that is set by `x` and `z`, curved, and moves demand by 2 per unit for everyone: a partially linear model whose truth is 2.
 */
export function partlyLinear(n: number, seed: number): Table {
  const { normal } = noise(seed);
  return grow(n, () => {
    const [x, z] = [normal(), normal()];
    const treatment = Math.sin(x) + 0.5 * z + normal();
    return { x, z, treatment, outcome: 2 * treatment + x * x + z + Math.cos(x) + normal() };
  });
}

/** Three arms given by `x` and `z`: `a` adds 1 and `b` adds 2 for everyone. */
export function threeArms(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  return grow(n, () => {
    const [x, z] = [normal(), normal()];
    const odds = [1, Math.exp(0.7 * x), Math.exp(-0.5 * z)];
    const u = uniform() * (odds[0] + odds[1] + odds[2]);
    const arm = u < odds[0] ? 'none' : u < odds[0] + odds[1] ? 'a' : 'b';
    const effect = arm === 'a' ? 1 : arm === 'b' ? 2 : 0;
    return { x, z, treatment: arm, outcome: effect + x + z * z + normal() };
  });
}

/** What is wrong with an instrument, or how strong it is. */
export interface InstrumentDesign {
  /** Change of the treatment per unit of each instrument. */
  readonly strength: number;
  /** Direct path of the second instrument to the outcome. */
  readonly direct?: number;
}

/** An amount with a hidden common cause, moved by two instruments that `x` moves, too: 1.5 per unit for everyone. */
export function instrumented(n: number, seed: number, { strength, direct = 0 }: InstrumentDesign): Table {
  const { normal } = noise(seed);
  return grow(n, () => {
    const [x, hidden] = [normal(), normal()];
    const [first, second] = [0.5 * x + normal(), normal()];
    const treatment = strength * (first + second) + x + hidden + normal();
    return {
      x,
      first,
      second,
      treatment,
      outcome: 1.5 * treatment + 2 * x - 2 * hidden + direct * second + normal(),
    };
  });
}

/**
 * An encouragement whose chance depends on `x`, curved; half the people are compliers, a quarter each take it always or never, and who
 * one is depends on `x` and shares hidden causes with the outcome. The effect on compliers is 2 + x in expectation, and `late` its
 * mean over this sample's compliers.
 */
export function encouraged(n: number, seed: number): { table: Table; late: number } {
  const { normal, uniform } = noise(seed);
  let sum = 0;
  let compliers = 0;
  const table = grow(n, () => {
    const [x, z] = [normal(), normal()];
    const instrument = uniform() < logistic(Math.sin(2 * x)) ? 1 : 0;
    const u = uniform();
    const share = 0.3 + 0.4 * logistic(x);
    const kind = u < share ? 'complier' : u < (1 + share) / 2 ? 'always' : 'never';
    const treatment = kind === 'complier' ? instrument : kind === 'always' ? 1 : 0;
    const effect = kind === 'complier' ? 2 + x : 5;
    if (kind === 'complier') {
      sum += effect;
      compliers++;
    }
    const usual = kind === 'always' ? 2 : kind === 'never' ? -1 : 0;
    return { x, z, instrument, treatment, outcome: usual + x * x + z + treatment * effect + normal() };
  });
  return { table, late: sum / compliers };
}

/**
 * An arm that acts on the outcome by itself (1) and through a mediator that it raises by 1.2 and that adds .8 (more under the arm, by .3):
 * direct effect 1, indirect effect 1.2 x 1.1 = 1.32, total 2.32, whatever `x` is. `hidden` moves mediator and outcome alike.
 */
export function mediated(n: number, seed: number, hidden = 0): Table {
  const { normal, uniform } = noise(seed);
  return grow(n, () => {
    const [x, z, u] = [normal(), normal(), normal()];
    const treatment = uniform() < logistic(0.5 * x) ? 1 : 0;
    const mediator = 0.7 * x + 1.2 * treatment + hidden * u + normal() - 0.7 * x;
    const outcome = treatment + (0.8 + 0.3 * treatment) * mediator + x * x + z + hidden * u + normal();
    return { x, z, treatment, mediator, outcome };
  });
}

/**
 * A hidden cause moves treatment and outcome; the treatment acts through a score and a yes-or-no step alone: 1 x 1 through the score
 * and `2 (P(step | 1) - P(step | 0))` through the step. `leak` is a path past both, which breaks the front door.
 */
export function frontDoored(n: number, seed: number, leak = 0): { table: Table; effect: number } {
  const { normal, uniform } = noise(seed);
  let effects = 0;
  const table = grow(n, () => {
    const [x, hidden] = [normal(), normal()];
    const treatment = uniform() < logistic(0.5 * x + hidden) ? 1 : 0;
    const chance = (t: number): number => logistic(-0.5 + 1.2 * t + 0.4 * x);
    const score = treatment + 0.5 * x + normal();
    const step = uniform() < chance(treatment) ? 1 : 0;
    effects += 1 + 2 * (chance(1) - chance(0));
    const outcome = score + 2 * step + leak * treatment + x + 1.5 * hidden + normal();
    return { x, treatment, score, step, outcome };
  });
  return { table, effect: effects / n };
}

/** Mean outcome had everyone had a dose, in {@link dosed}. */
export const doseCurve = (dose: number): number => 2 * Math.sin(dose) + dose;

/**
 * What sets a dose: how much `x` and `z` do, and the deviation of chance. Where doses overlap, at most 3 in 100 hardly ever have one between the
 * 5 and 95 % quantiles (it is less than a 20th as likely for them as over all); where they are apart, 17 in 100.
 */
export const settings = {
  overlap: { x: 0.5, z: 0.3, chance: 1 },
  apart: { x: 0.7, z: 0.4, chance: 0.9 },
} as const;

/** A dose that `x` and `z` set, with an outcome that rises and falls with it: {@link doseCurve} plus what `x` and `z` add. */
export function dosed(n: number, seed: number, doses: keyof typeof settings = 'overlap'): Table {
  const { normal } = noise(seed);
  const set = settings[doses];
  return grow(n, () => {
    const [x, z] = [normal(), normal()];
    const treatment = 2 + set.x * x + set.z * z + set.chance * normal();
    return { x, z, treatment, outcome: doseCurve(treatment) + x + z + 0.5 * x * z + normal() };
  });
}

/** Effects of the arms `a` and `b` wherever a design of three arms has the same for everyone. */
const ofArm = { none: 0, a: 1, b: 2 };

type Arm = keyof typeof ofArm;

/** The arm that promises most, given what speaks for `a` and for `b`. */
const bestArm = (a: number, b: number): Arm => (a > Math.max(0, b) ? 'a' : b > 0 ? 'b' : 'none');

/** Three arms that a hidden cause and two instruments choose between: `a` adds 1 and `b` adds 2 for everyone. */
export function armsByInstruments(n: number, seed: number): Table {
  const { normal } = noise(seed);
  return grow(n, () => {
    const [x, hidden, first, second] = [normal(), normal(), normal(), normal()];
    const treatment = bestArm(1.5 * first + hidden + normal(), 1.5 * second + hidden + 0.5 * x + normal());
    return { x, first, second, treatment, outcome: ofArm[treatment] + x - 2 * hidden + normal() };
  });
}

/** Three arms that act through a score alone, with a hidden cause of arm and outcome: `a` adds 1 and `b` adds 2 for everyone. */
export function armsByFrontDoor(n: number, seed: number): Table {
  const { normal } = noise(seed);
  return grow(n, () => {
    const [x, hidden] = [normal(), normal()];
    const treatment = bestArm(hidden + normal(), hidden + 0.5 * x + normal());
    const score = ofArm[treatment] + 0.5 * x + normal();
    return { x, treatment, score, outcome: score + x + 1.5 * hidden + normal() };
  });
}

/** Three arms given by `x`, half of whose effect goes through a mediator: `a` adds 1 and `b` adds 2 for everyone. */
export function mediatedArms(n: number, seed: number): Table {
  const { normal } = noise(seed);
  return grow(n, () => {
    const x = normal();
    const treatment = bestArm(0.5 * x + normal(), normal() - 0.5 * x);
    const mediator = ofArm[treatment] / 2 + 0.5 * x + normal();
    return { x, treatment, mediator, outcome: ofArm[treatment] / 2 + mediator + x + normal() };
  });
}
