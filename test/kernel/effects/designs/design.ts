import type { Table } from '../../../../kernel/src/data/table.js';
import type { Estimand } from '../../../../kernel/src/plan.js';
import { boolean, category, number, type Parameters, tableOf } from '../tables.js';

/** A way to make data whose effect is known. */
export interface Design {
  readonly name: string;
  /** How arms come about: by chance alone, or by columns that the design adjusts for. */
  readonly assignment: 'randomised' | 'confounded';
  /** Whether an arm does the same to everyone. */
  readonly effects: 'alike' | 'differ';
  /** Log odds of an arm that no sum of lines and of curves of four knots follows. */
  readonly odds?: 'winding';
  /** The assumption that it breaks; absent where whoever adjusts as `given` says can trust the estimate. */
  readonly broken?: string;
  /** What is asked of the data, but for estimator and estimand. */
  readonly given: Partial<Parameters>;
  /** Data of one seed: about `n` rows. */
  draw(n: number, seed: number): Table;
  /** Effect of each arm but the baseline over the population that the rows are drawn from. */
  truth(estimand: Estimand): readonly number[];
}

/** One row with all that nobody sees. */
export interface Unit {
  /** Columns but the treatment and the outcome; NaN and '' are missing. */
  readonly columns: Readonly<Record<string, number | string>>;
  /** Probability of each arm, baseline first. */
  readonly chances: readonly number[];
  /** The arm it is in, drawn by these chances. */
  readonly arm: number;
  readonly outcome: number;
  /** Effect of each arm but the baseline. */
  readonly effects: readonly number[];
  /** How many people of the population it stands for, 1 where absent. */
  readonly weight?: number;
}

/** Rows that the truth is averaged over: its own error is then small beside that of any sample. */
const population = 200_000;

/**
 * A design of arms `arms` (baseline first) whose rows are made by `units`; its truth is the average of the units' own effects in a large sample, each
 * weighted as the estimand says by its true chances.
 */
export function designOf(
  design: Omit<Design, 'draw' | 'truth'>,
  arms: readonly string[],
  units: (n: number, seed: number) => readonly Unit[],
): Design {
  const known = new Map<Estimand, readonly number[]>();
  return {
    ...design,
    given: { arms, ...design.given },
    draw: (n, seed) => tableOfUnits(units(n, seed), arms),
    truth(estimand) {
      const found = known.get(estimand) ?? averageEffects(units(population, 0), arms.length, estimand);
      known.set(estimand, found);
      return found;
    },
  };
}

function averageEffects(units: readonly Unit[], arms: number, estimand: Estimand): number[] {
  return Array.from({ length: arms - 1 }, (_, i) => averageEffect(units, i + 1, estimand));
}

function averageEffect(units: readonly Unit[], contrast: number, estimand: Estimand): number {
  let total = 0;
  let sum = 0;
  for (const { chances, effects, weight = 1 } of units) {
    const share = weight * shareOf(chances[contrast], chances[0], estimand);
    total += share;
    sum += share * effects[contrast - 1];
  }
  return sum / total;
}

/** What someone counts for in whom an estimand is about, by the chances of the arm and of the baseline. */
function shareOf(own: number, baseline: number, estimand: Estimand): number {
  switch (estimand) {
    case 'ate':
      return 1;
    case 'att':
      return own;
    case 'atc':
      return baseline;
    case 'overlap':
      return (own * baseline) / (own + baseline);
  }
}

function tableOfUnits(units: readonly Unit[], arms: readonly string[]): Table {
  const columns = Object.keys(units[0].columns).map((name) => {
    const values = units.map((unit) => unit.columns[name]);
    return values.every((value) => typeof value === 'number')
      ? number(name, values)
      : category(name, values.map(String));
  });
  const treatment = category(
    'treatment',
    units.map(({ arm }) => arms[arm]),
  );
  const outcomes = units.map(({ outcome }) => outcome);
  const binary = outcomes.every((value) => value === 0 || value === 1);
  return tableOf(...columns, treatment, binary ? boolean('outcome', outcomes) : number('outcome', outcomes));
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The arm that a number from 0 to 1 falls into. */
export function armAt(chances: readonly number[], u: number): number {
  let arm = 0;
  let left = u;
  while (arm + 1 < chances.length && left >= chances[arm]) left -= chances[arm++];
  return arm;
}
