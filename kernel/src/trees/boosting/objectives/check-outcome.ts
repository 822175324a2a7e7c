import { InputError, type Problem } from '../../../problem.js';
import type { Objective } from '../../model/ensemble.js';
import type { LossData } from './loss.js';
import { countClasses } from './softmax.js';

/** How to speak of the data in messages. */
export interface OutcomeNames {
  /** The outcome's column. */
  readonly outcome?: string;
  /** Row of the data file, from 0, of each row of the outcome; the same where absent. */
  readonly rows?: ArrayLike<number>;
}

/** Longest query of RankNet, which compares all pairs: its time is quadratic. */
const longestPairwise = 5000;
const mostClasses = 10_000;

/**
 * That the data fit the objective. Throws an InputError with all that is wrong, each said once with the first row it is true of:
 * CS5003 (no row), CS5011 (nothing to rank), CS5012 (infinite), CS5020 (missing), CS5021 (outside of what the objective is
 * about), CS5022 (queries), CS5023 (events), CS5024 (weights), CS5025 (options).
 */
export function checkOutcome(objective: Objective, data: LossData, names: OutcomeNames = {}): void {
  const check = new Check(objective, data, names);
  check.outcome();
  check.weights();
  check.options();
  if (objective === 'cox') check.events();
  if (objective === 'pairwise' || objective === 'lambdamart') check.queries();
  if (check.problems.length > 0) throw new InputError(check.problems);
}

/** What an outcome has to be, in words and as a test of its finite values. */
interface Domain {
  readonly words: string;
  holds(value: number): boolean;
}

const whole = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= most;

function domainOf(objective: Objective, { y, classes }: LossData): Domain {
  switch (objective) {
    case 'logistic':
      return { words: '0 (no) or 1 (yes)', holds: (value) => value === 0 || value === 1 };
    case 'softmax': {
      const most = (classes ?? Math.min(mostClasses, countClasses(y))) - 1;
      return {
        words: `the number of a class, 0 to ${Math.ceil(most)}`,
        holds: (value) => whole(value, most),
      };
    }
    case 'poisson':
      return { words: 'a count, 0 or more', holds: (value) => value >= 0 };
    case 'cox':
      return { words: 'a time after 0', holds: (value) => value > 0 };
    case 'pairwise':
    case 'lambdamart':
      return { words: 'a relevance, whole, 0 to 31', holds: (value) => whole(value, 31) };
    default:
      return { words: 'a number', holds: () => true };
  }
}

class Check {
  readonly problems: Problem[] = [];
  private readonly name: string;

  constructor(
    private readonly objective: Objective,
    private readonly data: LossData,
    private readonly names: OutcomeNames,
  ) {
    this.name = names.outcome ?? 'the outcome';
  }

  outcome(): void {
    const { y } = this.data;
    const domain = domainOf(this.objective, this.data);
    if (y.length === 0) this.say('CS5003', 'There is no row to learn from; widen the selection.');
    this.sayOfRows(
      'CS5020',
      y,
      (value) => Number.isNaN(value),
      (where) => `${where} has no value of ${this.name}; keep only rows where it is known.`,
    );
    this.sayOfRows(
      'CS5012',
      y,
      (value) => Math.abs(value) === Number.POSITIVE_INFINITY,
      (where) => `${where} has an infinite ${this.name}; keep only rows where it is finite.`,
    );
    this.sayOfRows(
      'CS5021',
      y,
      (value) => Number.isFinite(value) && !domain.holds(value),
      (where, value) =>
        `${where} has ${value} in ${this.name}, but the objective ${this.objective} learns ${domain.words}; ` +
        'mend it or choose another objective.',
    );
  }

  weights(): void {
    const { y, weights } = this.data;
    if (!weights) return;
    if (weights.length !== y.length) {
      this.say('CS5024', `There are ${weights.length} weights for ${y.length} rows; give one to each row.`);
      return;
    }
    this.sayOfRows(
      'CS5024',
      weights,
      (weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY),
      (where, weight) => `${where} has the weight ${weight}; a weight is a finite number, 0 or more.`,
    );
    if (y.length > 0 && weights.every((weight) => weight === 0))
      this.say('CS5003', 'All rows have weight 0, so that there is none to learn from; weigh some of them.');
  }

  options(): void {
    const { classes, quantile, delta, truncation } = this.data;
    const outside = (name: string, value: number, words: string): void =>
      this.say('CS5025', `The option ${name} is ${value}; choose ${words}.`);
    if (
      this.objective === 'softmax' &&
      classes !== undefined &&
      !(whole(classes, mostClasses) && classes >= 2)
    )
      outside('classes', classes, `a whole number from 2 to ${mostClasses}`);
    if (this.objective === 'quantile' && quantile !== undefined && !(quantile > 0 && quantile < 1))
      outside('quantile', quantile, 'a number between 0 and 1');
    if (this.objective === 'huber' && delta !== undefined && !(delta > 0 && Number.isFinite(delta)))
      outside('delta', delta, 'a finite number above 0');
    if (this.objective === 'lambdamart' && truncation !== undefined && !(truncation >= 1))
      outside('truncation', truncation, 'a whole number from 1 on');
  }

  events(): void {
    const { y, events, weights } = this.data;
    const advice = 'give each row 1 where the event happened at its time and 0 where it had not yet';
    if (events?.length !== y.length) {
      const message = events
        ? `There are ${events.length} events for ${y.length} rows; ${advice}.`
        : `The objective cox needs to know the events; ${advice}.`;
      this.say('CS5023', message);
      return;
    }
    this.sayOfRows(
      'CS5023',
      events,
      (event) => event > 1,
      (where, event) => `${where} has the event ${event}; ${advice}.`,
    );
    if (y.length > 0 && !events.some((event, i) => event === 1 && weights?.[i] !== 0))
      this.say('CS5023', 'No event happened in any row, so that no hazard can be learned; watch for longer.');
  }

  queries(): void {
    const { y, queries } = this.data;
    if (!queries) {
      this.say('CS5022', `The objective ${this.objective} ranks within queries; say where each begins.`);
      return;
    }
    const found = this.problems.length;
    for (let q = 0; q < queries.length || q === 0; q++) this.query(q, queries, y.length);
    if (this.problems.length > found) return;
    const varies = queries.some((from, q) => {
      const list = y.subarray(from, queries[q + 1] ?? y.length);
      return list.some((relevance) => relevance !== list[0]);
    });
    if (!varies && y.length > 0)
      this.say('CS5011', 'No query has rows of different relevance, so that there is nothing to rank.');
  }

  /** The first query that is wrong ends the list, as those behind it are then wrong too. */
  private query(q: number, queries: Int32Array, rows: number): void {
    if (this.problems.some(({ code }) => code === 'CS5022')) return;
    const from = queries[q];
    const length = (queries[q + 1] ?? rows) - from;
    if (q === 0 && from !== 0)
      this.say('CS5022', 'The first query has to begin with the first row; sort the rows by query.');
    else if (!(length > 0))
      this.say(
        'CS5022',
        `Query ${q + 1} has no row, or begins behind the next one or the last row; name the first row of each ` +
          'query, rising.',
      );
    else if (this.objective === 'pairwise' && length > longestPairwise)
      this.say(
        'CS5022',
        `Query ${q + 1} has ${length} rows; pairwise compares all pairs of at most ${longestPairwise}: ` +
          'use lambdamart, or split the query.',
        from,
      );
    else this.queryWeight(q, from, length);
  }

  private queryWeight(q: number, from: number, length: number): void {
    const { weights, y } = this.data;
    if (!weights || weights.length !== y.length || this.problems.some(({ code }) => code === 'CS5024'))
      return;
    const odd = weights.subarray(from, from + length).findIndex((weight) => weight !== weights[from]);
    if (odd < 0) return;
    const message =
      `The weight of ${this.rowName(from + odd)} is not that of the other rows of query ${q + 1}; a ranking weighs ` +
      'queries: give all rows of a query the same weight.';
    this.say('CS5024', message, from + odd);
  }

  /** One problem for all rows of a kind, placed at the first. */
  private sayOfRows(
    code: string,
    values: Float64Array | Uint8Array,
    wrong: (value: number) => boolean,
    words: (where: string, value: number) => string,
  ): void {
    let first = -1;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      if (!wrong(values[i])) continue;
      if (count++ === 0) first = i;
    }
    if (count === 0) return;
    const others = count === 1 ? '' : ` (and ${count - 1} more)`;
    const row = this.rowName(first);
    this.say(code, words(`${row[0].toUpperCase()}${row.slice(1)}${others}`, values[first]), first);
  }

  private rowName(row: number): string {
    return `row ${(this.names.rows?.[row] ?? row) + 1}`;
  }

  private say(code: string, message: string, row?: number): void {
    const place = {
      column: this.names.outcome,
      row: row === undefined ? undefined : (this.names.rows?.[row] ?? row) + 1,
    };
    this.problems.push({ code, severity: 'error', message, place });
  }
}
