import { featuresOf, selectRows } from '../../data/features.js';
import type { Column, Table } from '../../data/table.js';
import { InputError, type Problem } from '../../problem.js';
import { counted, percent } from '../../words/phrases.js';
import type { ExposureLog, LogColumns, Names } from './exposure-log.js';
import { fewOutcomes, logWarnings } from './log-checks.js';

/**
 * Reads the log of a ranking from a table. Rows without a user, an item, an outcome or a word on whether the item was shown are left out, and
 * told of. Everything that is wrong is told at once.
 *
 * @param withTexts whether texts say something of items that were never shown
 * @throws InputError CS6080 outcome or exposure that is not 0 or 1, CS6081 everything or nothing shown, CS6082 chances out of range,
 * CS6083 too few outcomes, CS6001 a column that is missing
 */
export function readLog(table: Table, columns: LogColumns, withTexts = false): ExposureLog {
  const problems: Problem[] = [];
  const outcome = binary(table, columns.outcome, 'outcome', problems);
  const exposure = binary(table, columns.exposure, 'exposure', problems);
  const user = idsOf(table, columns.user, problems);
  const item = idsOf(table, columns.item, problems);
  const chances =
    columns.propensity === undefined ? undefined : chancesOf(table, columns.propensity, exposure, problems);
  if (!outcome || !exposure || !user || !item || problems.length > 0) throw new InputError(problems);
  const whole = (row: number): boolean =>
    user[row] !== undefined &&
    item[row] !== undefined &&
    !Number.isNaN(outcome[row]) &&
    !Number.isNaN(exposure[row]);
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row).filter(whole);
  const log: ExposureLog = {
    users: namesOf(user, rows),
    items: namesOf(item, rows),
    shown: Uint8Array.from(rows, (row) => exposure[row]),
    outcome: Float64Array.from(rows, (row) => outcome[row]),
    ...(chances && { propensity: Float64Array.from(rows, (row) => chances[row]) }),
    features: selectRows(featuresOf(table, columns.using), rows),
    rows,
    warnings: [],
  };
  fewOutcomes(log, columns, problems);
  if (problems.length > 0) throw new InputError(problems);
  const left = table.rows - rows.length;
  const gaps =
    left > 0
      ? [
          `${counted(left, 'row')} (${percent(left / table.rows)}) without ${columns.user}, ${columns.item}, ${columns.outcome} or ${columns.exposure} were left out.`,
        ]
      : [];
  return { ...log, warnings: [...gaps, ...logWarnings(log, columns, withTexts)] };
}

/** Values 0 and 1 of a column, NaN where missing. */
function binary(
  table: Table,
  name: string,
  what: 'outcome' | 'exposure',
  problems: Problem[],
): Float64Array | undefined {
  const column = numbersOf(table, name, what, problems);
  if (!column) return undefined;
  const wrong = column.findIndex((value) => !(Number.isNaN(value) || value === 0 || value === 1));
  if (wrong < 0) return column;
  problems.push({
    code: 'CS6080',
    severity: 'error',
    message: `The ${what} "${name}" has to be 0 or 1, and is ${column[wrong]} in row ${table.sourceRow[wrong]}; derive such a column, as in \`derive ${name}_any = ${name} > 0\`.`,
    place: { column: name, row: table.sourceRow[wrong] },
  });
  return undefined;
}

function numbersOf(table: Table, name: string, what: string, problems: Problem[]): Float64Array | undefined {
  const column = columnOf(table, name, problems);
  if (!column) return undefined;
  if (column.kind === 'numeric' && column.type !== 'date') return column.values;
  problems.push({
    code: 'CS6080',
    severity: 'error',
    message: `The ${what} "${name}" is ${column.type === 'date' ? 'a date' : 'no number'}; derive a column of numbers from it.`,
    place: { column: name },
  });
  return undefined;
}

function columnOf(table: Table, name: string, problems: Problem[]): Column | undefined {
  const column = table.columns.get(name);
  if (!column) {
    const message = `The data has no column "${name}".`;
    problems.push({ code: 'CS1132', severity: 'error', message, place: { column: name } });
  }
  return column;
}

/** Chances of being shown, each strictly between 0 and 1 but for items that never are; NaN for these. */
function chancesOf(
  table: Table,
  name: string,
  exposure: Float64Array | undefined,
  problems: Problem[],
): Float64Array | undefined {
  const values = numbersOf(table, name, 'propensity', problems);
  if (!values) return undefined;
  const tell = (row: number, what: string): undefined => {
    const message = `The propensity "${name}" ${what} in row ${table.sourceRow[row]}; it is the chance, above 0 and below 1, that the row's item was shown.`;
    const place = { column: name, row: table.sourceRow[row] };
    problems.push({ code: 'CS6082', severity: 'error', message, place });
    return undefined;
  };
  const outside = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (outside >= 0) {
    const value = values[outside];
    return tell(outside, Number.isNaN(value) ? 'is missing' : `is ${value}`);
  }
  const impossible = values.findIndex(
    (value, row) => (value === 0 && exposure?.[row] === 1) || (value === 1 && exposure?.[row] === 0),
  );
  if (impossible >= 0)
    return tell(
      impossible,
      `is ${values[impossible]} although the item was ${exposure?.[impossible] ? '' : 'not '}shown`,
    );
  return values.map((value) => (value > 0 && value < 1 ? value : Number.NaN));
}

/** The id of each row as it is written; undefined where it is missing. */
function idsOf(table: Table, name: string, problems: Problem[]): (string | undefined)[] | undefined {
  const column = columnOf(table, name, problems);
  if (!column) return undefined;
  if (column.kind === 'numeric')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : String(value)));
  const words = column.kind === 'category' ? column.levels : column.distinct;
  return Array.from(column.codes, (code) => (code < 0 ? undefined : words[code]));
}

function namesOf(ids: readonly (string | undefined)[], rows: Int32Array): Names {
  const places = new Map<string, number>();
  const of = Int32Array.from(rows, (row) => {
    const id = ids[row] ?? '';
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    return place;
  });
  return { of, count: places.size, names: [...places.keys()] };
}
