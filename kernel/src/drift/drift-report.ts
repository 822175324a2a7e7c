import type { Column } from '../data/table.js';
import type { ComparisonResult, EffectResult } from '../result.js';
import { holm } from '../statistics/holm.js';
import type { Task } from '../task.js';
import { figure, listed, percent, signed } from '../words/phrases.js';
import { columnDrift } from './column-drift.js';
import type { Drift } from './drift.js';
import { effectDrift } from './effect-drift.js';
import { toldApart } from './told-apart.js';

/** A table and what it says. */
export type DriftReport = Pick<ComparisonResult, 'sentence' | 'columns' | 'rows'>;

/** Columns that training data and new data both have. */
export interface ComparedColumns {
  /** In the same order; rows are those compared. */
  readonly before: readonly Column[];
  readonly now: readonly Column[];
  /** Names of those that a score depends on: the others are treatment and outcome, and are compared one by one alone. */
  readonly read: ReadonlySet<string>;
}

const titles = ['compared', 'training', 'new', 'difference', 'low', 'high', 'p', 'drift'];

/**
 * How the rows of new data differ from those of the training data, column by column and all together. A false alarm of any column is as rare as `1 - level` of files
 * that are drawn like the training data, and so is one of all columns together.
 */
export function rowsReport(
  { before, now, read }: ComparedColumns,
  file: string,
  level: number,
  seed: number,
  task: Task,
): DriftReport {
  const found = before.flatMap((column, i) => columnDrift(column, now[i], level) ?? []);
  const columns = adjusted(found);
  const isRead = ({ name }: Column): boolean => read.has(name);
  const joint = toldApart(before.filter(isRead), now.filter(isRead), level, seed, task);
  const moved = columns.filter(({ p }) => p < 1 - level).map(({ name }) => name);
  const chance = percent(1 - level);
  const one = columns.length === 1;
  const said =
    moved.length > 0
      ? `"${file}" differs from the training data in ${listed(moved)}, beyond what chance does to ${one ? 'it' : `any of ${columns.length} columns`} in ${chance} of files.`
      : `${one ? 'The one column' : `None of ${columns.length} columns`} of "${file}" ${one ? 'does not differ' : 'differs'} from the training data beyond what chance does in ${chance} of files.`;
  return {
    sentence: `${said}${joint ? ` ${jointSentence(joint, level)}` : ''}`,
    columns: titles,
    rows: rowsOf([...columns, ...(joint ? [joint] : [])], level),
  };
}

function jointSentence({ difference, interval: [low, high], p }: Drift, level: number): string {
  const chance = `${figure(0.5 + difference)} [${figure(0.5 + low)}, ${figure(0.5 + high)}]`;
  const verdict = p < 1 - level ? 'can be told from old ones' : 'cannot be told from old ones';
  return `All columns together, new rows ${verdict}: of one of each, trees take the new one for the newer with a chance of ${chance}, where .5 is guessing.`;
}

/**
 * How the effect and its overlap differ. A false alarm of any arm is as rare as `1 - level`.
 *
 * @param thinned how overlap has changed, by arm
 */
export function effectReport(
  before: EffectResult,
  now: EffectResult,
  thinned: readonly Drift[],
  file: string,
): DriftReport {
  const { level, name } = before;
  const effects = adjusted(effectDrift(before, now));
  const overlap = adjusted(thinned);
  const [worst] = [...effects].sort((a, b) => a.p - b.p);
  const apart = worst && worst.p < 1 - level;
  const interval = worst ? `${signed(worst.difference)} [${worst.interval.map(signed).join(', ')}]` : '';
  const said = !worst
    ? `"${file}" has no arm in common with the training data.`
    : apart
      ? `The effect ${name} is another one on "${file}": ${interval} beside ${figure(worst.before ?? 0)} in training.`
      : `The effect ${name} on "${file}" does not differ from that of the training data beyond chance: ${interval} beside ${figure(worst.before ?? 0)} in training.`;
  const thin = overlap.filter(({ p, difference }) => p < 1 - level && difference > 0);
  const lost =
    thin.length > 0
      ? ` More rows than in training could hardly have been in one of the arms: ${percent(thin[0].now ?? 0)}.`
      : '';
  return { sentence: `${said}${lost}`, columns: titles, rows: rowsOf([...effects, ...overlap], level) };
}

function adjusted(drifts: readonly Drift[]): Drift[] {
  const p = holm(drifts.map((each) => each.p));
  return drifts.map((each, i) => ({ ...each, p: p[i] }));
}

function rowsOf(drifts: readonly Drift[], level: number): ComparisonResult['rows'] {
  return drifts.map(({ name, what, before, now, difference, interval: [low, high], p }) => ({
    name,
    values: [what, before, now, difference, low, high, p, p < 1 - level ? 'yes' : 'no sign'],
  }));
}
