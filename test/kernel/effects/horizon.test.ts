import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { drawSample } from '../../../kernel/src/effects/sample/sample.js';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { effectAtHorizon, horizon as length, watched } from './simulate.js';
import { category, number, type Parameters, parametersOf, tableOf } from './tables.js';

const horizon = { length, days: true, column: 'watched' };
const means = { kind: 'difference in means', options: {} } as const;
const estimate = (table: ReturnType<typeof tableOf>, given: Partial<Parameters>) =>
  estimateEffect(
    { table, texts: [], parameters: parametersOf({ outcome: 'left', horizon, ...given }) },
    unwatched,
  );

const problemsOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`);
  }
};

/** Both arms alike: `[time, event]` per row. */
const small = (rows: readonly (readonly [number, number])[]) =>
  tableOf(
    number('treatment', [...rows.map(() => 0), ...rows.map(() => 1)]),
    number(
      'watched',
      [...rows, ...rows].map(([time]) => time),
    ),
    number(
      'left',
      [...rows, ...rows].map(([, event]) => event),
    ),
  );

describe('a horizon', () => {
  it('weighs rows by Kaplan and Meier of the time to censoring, as by hand', () => {
    // Censored at 10 with 5 of 6 at risk (one leaves at 10 first), and at 30 with 2 of 3.
    const rows = [
      [5, 1],
      [10, 1],
      [10, 0],
      [20, 1],
      [30, 0],
      [90, 0],
      [120, 1],
    ] as const;
    const parameters = parametersOf({ outcome: 'left', horizon, estimator: means });
    const sample = drawSample(small(rows), parameters);
    expect([...sample.outcome]).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 0, 0]);
    const chances = [1, 1, 4 / 5, (4 / 5) * (2 / 3), (4 / 5) * (2 / 3)];
    const weights = [...chances, ...chances].map((chance) => 1 / chance);
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / 10;
    sample.weights?.forEach((weight, row) => {
      expect(weight).toBeCloseTo(weights[row] / mean, 12);
    });
    expect(sample.stands).toBeCloseTo(14 / 10, 12);
    // The weights of an arm add up to all of its rows.
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(14, 12);
  });

  it('is the plain effect where everybody was watched for as long', () => {
    const table = watched(400, 1);
    const told = tableOf(
      ...[...table.columns.values()].filter(({ name }) => name !== 'watched'),
      number('watched', new Array(400).fill(length)),
    );
    const given = { adjustment: ['x'] };
    const plain = estimate(told, { ...given, horizon: undefined });
    const { sentence, estimandSentence, ...found } = estimate(told, given);
    const words = { sentence: plain.sentence, estimandSentence: plain.estimandSentence };
    expect({ ...found, ...words }).toEqual(plain);
    expect(sentence).toMatch('left within 90 days');
    expect(estimandSentence).toMatch('left within 90 days');
  });

  it('finds the effect that all would show, and ignoring censoring does not', () => {
    const truth = effectAtHorizon();
    const table = watched(4000, 2);
    const given = { adjustment: ['x'], nuisances: { kind: 'linear', options: {} } } as const;
    const from = (some: Partial<Parameters>) => {
      const [{ estimate: value, stdError }] = estimate(table, {
        ...given,
        ...some,
        adjustment: ['x'],
      }).contrasts;
      return (value - truth) / stdError;
    };
    expect(Math.abs(from({}))).toBeLessThan(2.5);
    expect(Math.abs(from({ horizon: undefined, outcome: 'all' }))).toBeLessThan(2.5);
    expect(Math.abs(from({ horizon: undefined }))).toBeGreaterThan(5);
  });

  it('says how many rows others stand for', () => {
    const { notes, n } = estimate(watched(600, 3), { estimator: means });
    expect(notes).toEqual([
      `${600 - n} rows of 600 were observed for less than 90 days and without left: others of the same arm that were observed longer stand for them (inverse probability of censoring), supposing that they are alike.`,
    ]);
    const [own] = estimate(watched(600, 3), {
      estimator: means,
      horizon: { ...horizon, days: false },
    }).notes as string[];
    expect(own).toMatch('less than 90 of watched');
  });

  it('takes sample weights along', () => {
    const table = watched(500, 4);
    const twice = Array.from({ length: 500 }, (_, row) => (row % 3 === 0 ? 2 : 1));
    const repeated = Array.from({ length: 500 }, (_, row) => row).flatMap((row) =>
      new Array<number>(twice[row]).fill(row),
    );
    const columns = [...table.columns.values()];
    const again = tableOf(
      ...columns.flatMap((column) =>
        column.kind === 'numeric'
          ? [
              number(
                column.name,
                repeated.map((row) => column.values[row]),
              ),
            ]
          : [],
      ),
    );
    const [weighted] = estimate(tableOf(...columns, number('weight', twice)), {
      estimator: means,
      weights: 'weight',
    }).contrasts;
    const [plain] = estimate(again, { estimator: means }).contrasts;
    expect(weighted.estimate).toBeCloseTo(plain.estimate, 12);
  });

  it('is refused with clear words where it cannot be told, all at once', () => {
    const table = watched(200, 5);
    const others = [...table.columns.values()].filter(({ name }) => name !== 'watched' && name !== 'left');
    const times = Array.from({ length: 200 }, (_, i) => (i === 3 ? -2 : i === 5 ? Number.NaN : 100));
    const left = Array.from({ length: 200 }, (_, i) => (i === 7 ? 2 : 0));
    const bad = tableOf(...others, number('watched', times), number('left', left));
    expect(problemsOf(() => estimate(bad, { estimator: means }))).toEqual([
      'CS6036 The time "watched" misses a value, first in row 6; say how long that row was observed, or keep only rows that have one.',
      'CS6036 The time "watched" is negative, first in row 4; it is how long a row was observed, 0 or more.',
      'CS6038 The outcome "left" of a horizon is neither 0 nor 1, first in row 8; name a column of whether the event happened.',
    ]);
    const words = tableOf(...others, number('left', left), category('watched', new Array(200).fill('long')));
    expect(problemsOf(() => estimate(words, { estimator: means }))).toEqual([
      'CS6036 The time "watched" holds words; derive how long each row was observed, as in `days(left_at - joined_at)`.',
    ]);
    expect(
      problemsOf(() => estimate(table, { estimator: means, horizon: { ...horizon, column: 'w' } })),
    ).toEqual(['CS6036 The time "w" is not a column of the data.']);
    expect(
      problemsOf(() => estimate(table, { estimator: means, horizon: { ...horizon, length: 400 } })),
    ).toEqual([
      expect.stringMatching(
        /^CS6037 No row of arm "0" of treatment was observed for 400 days: the longest is 2\d\d in "watched"; shorten the horizon\.$/,
      ),
      expect.stringMatching(
        /^CS6037 No row of arm "1" of treatment was observed for 400 days: the longest is 1\d\d in "watched"/,
      ),
    ]);
    const dose = { kind: 'dml', options: {} } as const;
    const amounts = { treatment: 'x', estimator: dose, adjustment: ['treatment'] };
    expect(problemsOf(() => estimate(table, amounts))).toEqual([
      'CS6039 A horizon tells how long rows of each arm were observed, but "x" is an amount; name its `arms`, or derive a few.',
    ]);
    const cuped = { kind: 'cuped', options: {} } as const;
    expect(problemsOf(() => estimate(table, { estimator: cuped, adjustment: ['x'] }))).toEqual([
      'CS6034 The estimator "cuped" takes no sample weights, which a horizon needs; use `aipw`.',
    ]);
  });

  it('warns where hardly anybody was watched for as long', () => {
    const { warnings } = estimate(watched(800, 6), {
      estimator: means,
      horizon: { ...horizon, length: 117 },
    });
    expect(warnings).toEqual([
      'Less than 10% of arm "1" would still be observed at 117 days: few rows stand for many, and a shorter horizon is told better.',
    ]);
  });
});
