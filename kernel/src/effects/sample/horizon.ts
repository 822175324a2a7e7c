import type { Column, Table } from '../../data/table.js';
import type { EffectStep, Horizon } from '../../plan.js';
import type { Problem } from '../../problem.js';
import { survivalCurve } from '../../trees/forests/family/survival-curves.js';
import { counted, figure, percent } from '../../words/phrases.js';

type Parameters = EffectStep['parameters'];

/** Where less than this of an arm is still watched at the horizon, single rows stand for too many. */
const fewestWatched = 0.1;

/** Rows that may take part; arrays but `rows` are by row of the table. */
export interface Watched {
  readonly rows: Int32Array;
  readonly arms: readonly string[];
  /** Index into `arms`. */
  readonly arm: Int32Array;
  /** How long a row was observed, or until its event. */
  readonly times: Float64Array;
  /** 1 where the event happened meanwhile, else 0. */
  readonly happened: Float64Array;
  /** Sample weights. */
  readonly weights?: Float64Array;
}

/** What is known at the horizon; arrays of values are by row of the table. */
export interface AtHorizon {
  /** Rows of which it is known whether the event happened within the horizon. */
  readonly rows: Int32Array;
  /** 1 where it did, 0 where it did not. */
  readonly outcome: Float64Array;
  /** Sample weights over the chance of not having been censored before the horizon or the event. */
  readonly weights: Float64Array;
  /** Rows that there were for each one that is left. */
  readonly stands: number;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** `left within 90 days`; the outcome itself without a horizon. */
export function outcomeInWords({ outcome, horizon }: Pick<Parameters, 'outcome' | 'horizon'>): string {
  return horizon ? `${outcome} within ${lengthInWords(horizon)}` : outcome;
}

const lengthInWords = ({ length, days, column }: Horizon): string =>
  days ? counted(length, 'day') : `${length} of ${column}`;

/** What is wrong with a horizon where the treatment is an amount. */
export function horizonOfDose({ treatment }: Parameters): Problem {
  return {
    code: 'CS6039',
    severity: 'error',
    message: `A horizon tells how long rows of each arm were observed, but "${treatment}" is an amount; name its \`arms\`, or derive a few.`,
    place: { column: treatment },
  };
}

/** The column of times, or what keeps it from being one (CS6036). */
export function timesOf(
  table: Table,
  horizon: Horizon | undefined,
  problems: Problem[],
): Float64Array | undefined {
  if (!horizon) return undefined;
  const { column: name } = horizon;
  const column: Column | undefined = table.columns.get(name);
  if (column?.kind === 'numeric' && column.type !== 'date') return column.values;
  const message = column
    ? `The time "${name}" holds ${column.kind === 'numeric' ? 'dates' : 'words'}; derive how long each row was observed, as in \`days(left_at - joined_at)\`.`
    : `The time "${name}" is not a column of the data.`;
  problems.push({ code: 'CS6036', severity: 'error', message, place: { column: name } });
  return undefined;
}

/**
 * Whether the event happened within a horizon, for rows that were watched for different lengths of time. A row that was lost from sight before the
 * horizon and before any event is censored: nothing is known of it, and it is left out. Those that were still watched stand for it, each with a
 * weight of one over the chance that a row of its arm is not censored before its own event, or before the horizon (inverse probability of
 * censoring: Robins and Rotnitzky 1992). That chance is Kaplan and Meier's (1958) of the time to censoring, arm by arm; an event comes before
 * a censoring of the same time, and a row watched right up to the horizon was watched long enough.
 *
 * Supposes that within an arm those who are lost from sight are like the others. The chances are taken as known, which makes
 * intervals a little too wide, if anything (ibid.).
 *
 * What is wrong goes to `problems`: CS6036 times that are missing or negative, CS6037 a horizon that nobody of an arm was watched for,
 * CS6038 outcomes other than 0 and 1.
 */
export function atHorizon(
  table: Table,
  parameters: Parameters & { readonly horizon: Horizon },
  watched: Watched,
  problems: Problem[],
): AtHorizon | undefined {
  const { horizon, treatment } = parameters;
  const { times, happened } = watched;
  const before = problems.length;
  checkValues(table, parameters, watched, problems);
  if (problems.length > before) return undefined;
  const weights = new Float64Array(table.rows);
  const stillWatched = watched.arms.map((name, arm) => {
    const rows = watched.rows.filter((row) => watched.arm[row] === arm);
    if (rows.length === 0) return 1;
    const found = weighArm(rows, watched, horizon.length, weights);
    if (found === undefined) {
      const longest = rows.reduce((most, row) => Math.max(most, times[row]), 0);
      const message = `No row of arm "${name}" of ${treatment} was observed for ${lengthInWords(horizon)}: the longest is ${figure(longest)} in "${horizon.column}"; shorten the horizon.`;
      problems.push({ code: 'CS6037', severity: 'error', message, place: { column: horizon.column } });
    }
    return found ?? 1;
  });
  if (problems.length > before) return undefined;
  const rows = watched.rows.filter((row) => weights[row] > 0);
  const left = watched.rows.length - rows.length;
  const outcome = happened.map((event, row) => (event === 1 && times[row] <= horizon.length ? 1 : 0));
  const short = watched.arms.filter((_, arm) => stillWatched[arm] < fewestWatched);
  return {
    rows,
    outcome,
    weights,
    stands: watched.rows.length / rows.length,
    notes: left > 0 ? [censoredNote(parameters, left, watched.rows.length)] : [],
    warnings: short.map(
      (arm) =>
        `Less than ${percent(fewestWatched)} of arm "${arm}" would still be observed at ${lengthInWords(horizon)}: few rows stand for many, and a shorter horizon is told better.`,
    ),
  };
}

function censoredNote(
  { horizon, outcome }: Parameters & { readonly horizon: Horizon },
  left: number,
  all: number,
): string {
  return `${counted(left, 'row')} of ${all.toLocaleString('en-US')} ${left === 1 ? 'was' : 'were'} observed for less than ${lengthInWords(horizon)} and without ${outcome}: others of the same arm that were observed longer stand for them (inverse probability of censoring), supposing that they are alike.`;
}

function checkValues(
  { sourceRow }: Table,
  { outcome, horizon: { column } }: Parameters & { readonly horizon: Horizon },
  { rows, times, happened }: Watched,
  problems: Problem[],
): void {
  const report = (code: string, name: string, row: number | undefined, what: string): void => {
    if (row === undefined) return;
    const place = { column: name, row: sourceRow[row] };
    const message = what.replace('ROW', `first in row ${sourceRow[row]}`);
    problems.push({ code, severity: 'error', message, place });
  };
  report(
    'CS6036',
    column,
    rows.find((row) => Number.isNaN(times[row])),
    `The time "${column}" misses a value, ROW; say how long that row was observed, or keep only rows that have one.`,
  );
  report(
    'CS6036',
    column,
    rows.find((row) => times[row] < 0),
    `The time "${column}" is negative, ROW; it is how long a row was observed, 0 or more.`,
  );
  report(
    'CS6038',
    outcome,
    rows.find((row) => happened[row] !== 0 && happened[row] !== 1),
    `The outcome "${outcome}" of a horizon is neither 0 nor 1, ROW; name a column of whether the event happened.`,
  );
}

/**
 * Writes the weights of the rows of an arm, 0 of those that are censored.
 *
 * @returns the share that is not censored before the horizon; undefined where some are and nobody was watched for as long
 */
function weighArm(
  rows: Int32Array,
  { times, happened, weights: given }: Watched,
  length: number,
  weights: Float64Array,
): number | undefined {
  const size = (row: number): number => given?.[row] ?? 1;
  const early = rows.filter((row) => times[row] < length);
  const grid = Float64Array.from(new Set(Array.from(early, (row) => times[row]))).sort();
  const place = new Map([...grid].map((time, i) => [time, i]));
  const events = new Float64Array(grid.length + 1);
  const censored = new Float64Array(grid.length + 1);
  for (const row of early) {
    const at = place.get(times[row]) ?? 0;
    if (happened[row] === 1) events[at] += size(row);
    else censored[at] += size(row);
  }
  if (early.length === rows.length && censored.some((size) => size > 0)) return undefined;
  // Who has the event at a time is not at risk of being censored then.
  const atRisk = rows.reduce((sum, row) => sum + size(row), 0) - events[0];
  const leaving = censored.map((own, t) => own + (events[t + 1] ?? 0));
  const uncensored = new Float64Array(grid.length);
  survivalCurve(censored, leaving, atRisk, 'kaplan-meier', uncensored);
  const until = (at: number): number => (at === 0 ? 1 : uncensored[at - 1]);
  for (const row of rows) {
    const at = times[row] < length ? (place.get(times[row]) ?? 0) : grid.length;
    const known = times[row] >= length || happened[row] === 1;
    weights[row] = known ? size(row) / until(at) : 0;
  }
  return until(grid.length);
}
