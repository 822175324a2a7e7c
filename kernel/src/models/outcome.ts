import type { Column, NumericColumn } from '../data/table.js';
import { inputError } from '../problem.js';

/** An outcome as a learner takes it. */
export interface Outcome {
  readonly name: string;
  readonly task: 'classification' | 'regression';
  /** One per row; classification: 1 for `positive`, else 0. NaN is missing. */
  readonly values: Float64Array;
  /** Classification: the value whose probability is predicted, in words. */
  readonly positive?: string;
}

/**
 * Decides the task from the outcome: a boolean, or any column with just two values, is a classification of the larger
 * number, of `true`, or of the later level; other numbers and dates are a regression.
 *
 * @param sourceRow row of the data file of each row, for messages
 * @throws InputError CS5010 for text or more than two levels, CS5011 where all values are missing or alike,
 *   CS5012 for infinite values
 */
export function outcomeOf(column: Column, sourceRow: Int32Array): Outcome {
  const { name } = column;
  if (column.kind === 'numeric') return numericOutcome(column, sourceRow);
  if (column.kind === 'text') {
    throw inputError('CS5010', `The outcome ${name} is text; predict a number or a yes or no.`, {
      column: name,
    });
  }
  const present = new Set([...column.codes].filter((code) => code >= 0));
  const [low, high] = [...present].sort((a, b) => a - b);
  if (present.size > 2) {
    const message = `The outcome ${name} has ${present.size} levels; derive a yes or no from it, as \`${name} == "${column.levels[low]}"\`.`;
    throw inputError('CS5010', message, { column: name });
  }
  if (present.size < 2) throw constantOutcome(name);
  const values = Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code === high ? 1 : 0));
  return { name, task: 'classification', values, positive: column.levels[high] };
}

function numericOutcome({ name, type, values }: NumericColumn, sourceRow: Int32Array): Outcome {
  const infinite = values.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
  if (infinite >= 0) {
    const row = sourceRow[infinite];
    const message = `The outcome ${name} is infinite in row ${row}; keep only rows where it is finite.`;
    throw inputError('CS5012', message, { column: name, row });
  }
  const first = values.find((value) => !Number.isNaN(value));
  const second = values.find((value) => !Number.isNaN(value) && value !== first);
  if (first === undefined || second === undefined) throw constantOutcome(name);
  if (values.some((value) => !Number.isNaN(value) && value !== first && value !== second)) {
    return { name, task: 'regression', values };
  }
  const high = Math.max(first, second);
  const binary = values.map((value) => (Number.isNaN(value) ? value : value === high ? 1 : 0));
  return {
    name,
    task: 'classification',
    values: binary,
    positive: type === 'boolean' ? 'true' : String(high),
  };
}

function constantOutcome(name: string): Error {
  return inputError(
    'CS5011',
    `The outcome ${name} does not vary in these rows, so there is nothing to predict.`,
    {
      column: name,
    },
  );
}
