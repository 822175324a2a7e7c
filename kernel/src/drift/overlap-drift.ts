import { featuresOf, selectRows } from '../data/features.js';
import type { Column, Features, Table } from '../data/table.js';
import { fitLinear, predictLinear } from '../models/linear.js';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import { createRandom, type Random, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { Drift } from './drift.js';

/** A row has no overlap where one arm is this many times as likely as the other, relative to their sizes. */
const mostLikely = 20;
/** Most rows of either data that are looked at. */
const mostRows = 10_000;
const fewestOfArm = 20;
const resamples = 60;

/** Whose overlap is compared. */
export interface OverlapQuestion {
  readonly treatment: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  /** Columns of both tables that are adjusted for, texts not among them. */
  readonly columns: readonly string[];
  /** Of the interval, as .95. */
  readonly level: number;
  readonly seed: number;
}

/**
 * How the share of rows differs that hardly could have been in one of two arms: those whose odds of the arm, by logistic regression on what is adjusted
 * for, are twenty times those of all rows or a twentieth. The error is that of bootstrap samples of the rows, each with a regression of its own: to take
 * propensities for known would make it too small.
 *
 * @returns one per arm but the baseline that both data have rows enough of; none where nothing is adjusted for
 */
export function overlapDrift(before: Table, now: Table, question: OverlapQuestion, task: Task): Drift[] {
  const { arms, columns, level, seed } = question;
  if (columns.length === 0) return [];
  const named = arms.slice(1);
  return named.flatMap((arm, i): Drift[] => {
    const found = [before, now].map((table, side) => {
      const at = 2 * i + side;
      const part = task.part(at / (2 * named.length), (at + 1) / (2 * named.length));
      return shareOf(table, question, arm, createRandom(seed, 80 + at), part);
    });
    const [old, fresh] = found;
    if (!old || !fresh) return [];
    const difference = fresh.share - old.share;
    const error = Math.hypot(old.error, fresh.error);
    const margin = normalQuantile(0.5 + level / 2) * error;
    return [
      {
        ...{ name: arms.length > 2 ? arm : question.treatment, what: 'share without overlap' },
        ...{ before: old.share, now: fresh.share, difference },
        interval: [difference - margin, difference + margin],
        p: error > 0 ? 2 * normalCdf(-Math.abs(difference) / error) : Number(difference === 0),
      },
    ];
  });
}

function shareOf(
  table: Table,
  { treatment, arms: [baseline], columns }: OverlapQuestion,
  arm: string,
  random: Random,
  task: Task,
): { share: number; error: number } | undefined {
  const names = namesOf(table.columns.get(treatment));
  const both = Int32Array.from(table.sourceRow.keys()).filter((row) =>
    [arm, baseline].includes(names(row) ?? ''),
  );
  const rows = sampleSorted(both, Math.min(mostRows, both.length), random);
  const isTreated = Float64Array.from(rows, (row) => (names(row) === arm ? 1 : 0));
  const treated = isTreated.reduce((sum, own) => sum + own, 0);
  if (Math.min(treated, rows.length - treated) < fewestOfArm) return undefined;
  const features = selectRows(featuresOf(table, columns), rows);
  const share = shareOutside(features, isTreated, new Float64Array(rows.length).fill(1), task);
  const drawn = Array.from({ length: resamples }, (_, k) => {
    task.report(k / resamples);
    const weights = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) weights[random.below(rows.length)]++;
    return shareOutside(features, isTreated, weights, task);
  });
  const mean = drawn.reduce((sum, own) => sum + own / resamples, 0);
  const squares = drawn.reduce((sum, own) => sum + (own - mean) ** 2, 0);
  return { share, error: Math.sqrt(squares / (resamples - 1)) };
}

/** @param weights how often each row counts */
function shareOutside(
  features: Features,
  isTreated: Float64Array,
  weights: Float64Array,
  task: Task,
): number {
  const rows = Int32Array.from(weights.keys()).filter((row) => weights[row] > 0);
  const model = fitLinear(features, isTreated, rows, { family: 'binomial', l2: 1e-4, weights }, task);
  const chance = predictLinear(model, features);
  let [all, treated] = [0, 0];
  for (const row of rows) {
    all += weights[row];
    treated += weights[row] * isTreated[row];
  }
  const odds = treated / (all - treated);
  const outside = (row: number): boolean => {
    const relative = chance[row] / (1 - chance[row]) / odds;
    return !(relative <= mostLikely && relative >= 1 / mostLikely);
  };
  return rows.reduce((sum, row) => sum + (outside(row) ? weights[row] : 0), 0) / all;
}

/** The arm of a row as effects spell it. */
function namesOf(column: Column | undefined): (row: number) => string | undefined {
  if (!column) return () => undefined;
  if (column.kind === 'numeric') {
    const { type, values } = column;
    return (row) => (type === 'boolean' ? String(values[row] !== 0) : String(values[row]));
  }
  const words = column.kind === 'category' ? column.levels : column.distinct;
  return (row) => words[column.codes[row]];
}
