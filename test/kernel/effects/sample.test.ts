import { describe, expect, it } from 'vitest';
import { drawSample } from '../../../kernel/src/effects/sample/sample.js';
import { InputError } from '../../../kernel/src/problem.js';
import { boolean, category, number, type Parameters, parametersOf, tableOf } from './tables.js';

const means = { estimator: { kind: 'difference in means', options: {} } } as const;

/** Code and message of every problem that drawing the sample finds. */
function problems(...[table, given]: [ReturnType<typeof tableOf>, Partial<Parameters>?]): string[] {
  try {
    drawSample(table, parametersOf({ ...means, ...given }));
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((p) => `${p.code} ${p.message}`);
    throw error;
  }
  return [];
}

describe('arms', () => {
  const y = number('outcome', [1, 2, 3, 4, 5, 6]);

  it('are named by their value: numbers, truth values, categories', () => {
    const arms = (treatment: ReturnType<typeof number>) =>
      drawSample(tableOf(treatment, y), parametersOf(means)).arms;
    expect(arms(number('treatment', [1, 0, 1, 0, 1, 0]))).toEqual(['0', '1']);
    expect(arms(number('treatment', [0.5, 10, 0.5, 10, 2, 2]))).toEqual(['0.5', '2', '10']);
    expect(arms(boolean('treatment', [1, 0, 1, 0, 1, 0]))).toEqual(['false', 'true']);
    expect(arms(category('treatment', ['mail', 'ad', 'mail', 'ad', 'ad', 'mail']))).toEqual(['ad', 'mail']);
  });

  it('can be named with the baseline first; rows of other arms are counted out', () => {
    const treatment = category('treatment', ['mens', 'none', 'womens', 'none', 'womens', 'mens']);
    const sample = drawSample(tableOf(treatment, y), parametersOf({ ...means, arms: ['womens', 'none'] }));
    expect(sample.arms).toEqual(['womens', 'none']);
    expect([...sample.rows]).toEqual([1, 2, 3, 4]);
    expect([...sample.arm]).toEqual([1, 0, 1, 0]);
    expect(sample.warnings).toEqual(['2 rows were left out: in arms other than "womens", "none".']);
  });

  it('answer to 0 and 1 where they are truth values, and to 1.0 where they are numbers', () => {
    const asked = { ...means, arms: ['1.0', '0'] };
    for (const kind of [boolean, number]) {
      const table = tableOf(kind('treatment', [1, 0, 1, 0, 1, 0]), y);
      expect([...drawSample(table, parametersOf(asked)).arm]).toEqual([0, 1, 0, 1, 0, 1]);
    }
  });
});

describe('rows', () => {
  it('without treatment or outcome are left out with a warning; held-out rows are used', () => {
    const table = {
      ...tableOf(
        number('treatment', [Number.NaN, 0, 1, 0, 1, 1, 0]),
        number('outcome', [1, Number.NaN, 3, 4, 5, 6, 7]),
      ),
      heldOut: Uint8Array.from([0, 0, 0, 0, 0, 1, 1]),
    };
    const sample = drawSample(table, parametersOf(means));
    expect([...sample.rows]).toEqual([2, 3, 4, 5, 6]);
    expect(sample.warnings).toEqual([
      '1 row was left out: without a value of treatment.',
      '1 row was left out: without a value of outcome.',
    ]);
  });

  it('too few of an arm are refused', () => {
    const table = tableOf(number('treatment', [0, 1, 1, 1]), number('outcome', [1, 2, 3, 4]));
    expect(problems(table)).toEqual([
      'CS6008 Arm "0" of treatment has 1 row with an outcome; it needs at least 2.',
    ]);
  });
});

describe('what cannot be estimated is said, all at once', () => {
  const t = number('treatment', [0, 1, 0, 1]);
  const y = number('outcome', [1, 2, 3, 4]);

  it('a constant treatment', () => {
    expect(problems(tableOf(number('treatment', [1, 1, 1]), number('outcome', [1, 2, 3])))).toEqual([
      'CS6007 The treatment "treatment" is "1" in every row; an effect needs at least two arms to compare.',
    ]);
  });

  it('a treatment with no value at all', () => {
    expect(
      problems(tableOf(number('treatment', [Number.NaN, Number.NaN]), number('outcome', [1, 2])))[0],
    ).toContain('has no value in any row');
  });

  it('a misspelt arm', () => {
    const table = tableOf(category('treatment', ['none', 'womens', 'none', 'womens']), y);
    expect(problems(table, { arms: ['none', 'woman'] })).toEqual([
      'CS6004 The treatment "treatment" has no arm "woman"; did you mean "womens"?',
    ]);
  });

  it('a dose', () => {
    const n = 50;
    const table = tableOf(
      number(
        'treatment',
        Array.from({ length: n }, (_, i) => i / n),
      ),
      number('outcome', new Array(n).fill(1)),
    );
    expect(problems(table)[0]).toMatch(
      /^CS6003 .* has 50 distinct values, and at most 20 arms can be compared: .* use `dose response` or `dml` if it is an amount/,
    );
  });

  it('a hundred arms, unless those to compare are named', () => {
    const values = Array.from({ length: 400 }, (_, i) => `arm ${i % 100}`);
    const table = tableOf(category('treatment', values), number('outcome', new Array(400).fill(1)));
    expect(problems(table)).toEqual([
      'CS6003 The treatment "treatment" has 100 distinct values, and at most 20 arms can be compared: name those in `arms`, or derive fewer.',
    ]);
    expect(problems(table, { arms: ['arm 7', 'arm 9'], folds: 2 })).toEqual([]);
  });

  it('an outcome with text in it, and infinite covariates, together and by row', () => {
    const table = tableOf(
      t,
      category('outcome', ['yes', 'no', 'yes', 'no']),
      number('age', [1, 2, Number.POSITIVE_INFINITY, 4]),
    );
    expect(problems(table, { adjustment: ['age'] })).toEqual([
      'CS6002 The outcome "outcome" holds text (such as "yes"); derive a number or a yes-or-no column from it.',
      'CS6006 Column "age" has an infinite value, first in row 3; keep finite rows, or derive a column that has none.',
    ]);
  });

  it('an outcome with no value', () => {
    const table = tableOf(t, number('outcome', new Array(4).fill(Number.NaN)));
    expect(problems(table)).toEqual(['CS6005 The outcome "outcome" has no value in any row.']);
  });

  it('too few rows for the folds', () => {
    expect(problems(tableOf(t, y), { estimator: { kind: 'aipw', options: {} } })).toEqual([
      'CS6008 Arm "0" of treatment has 2 rows with an outcome; it needs at least 10 (2 for each of the 5 folds).',
      'CS6008 Arm "1" of treatment has 2 rows with an outcome; it needs at least 10 (2 for each of the 5 folds).',
    ]);
  });
});
