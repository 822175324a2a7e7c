import { loadTable } from '../data/load.js';
import type { DataEngine } from '../data/open.js';
import type { Column, NumericColumn, Table } from '../data/table.js';
import type { HistoryRule, LoadStep } from '../plan.js';
import { type InputError, inputError, type Problem } from '../problem.js';
import type { Task } from '../task.js';
import { matchUnits } from '../text/history/events.js';
import { cutHistories, type Histories } from '../text/history/histories.js';
import { counted } from '../words/phrases.js';

/** Where a history is read from, and by what rule. */
export interface HistorySource {
  /** Name of the text. */
  readonly name: string;
  /** Load step of the events. */
  readonly events: LoadStep;
  /** Of the spec, relative to the workspace. */
  readonly folder: string;
  /** Column of the events with the texts. */
  readonly column: string;
  readonly rule: HistoryRule;
}

export interface ReadHistories extends Histories {
  readonly warnings: readonly Problem[];
}

const day = 86_400_000;

/**
 * The histories of the rows of a table: of the file of events three columns are held, a few bytes an event, however long its texts are.
 * @throws InputError CS1151 where columns do not fit together, CS1152 where no row has a history, and those of {@link loadTable}
 */
export async function readHistories(
  engine: DataEngine,
  source: HistorySource,
  table: Table,
  task: Task,
): Promise<ReadHistories> {
  const { events: step, folder, rule, column } = source;
  const key = columnOf(table, rule.key, source);
  const before = columnOf(table, rule.before, source);
  if (before.kind !== 'numeric' || before.type === 'boolean') throw unlike(source, 'before', before);
  const columns = [...new Set([rule.key, rule.time, column])];
  const types = new Map([
    [rule.time, before.type],
    [rule.key, key.type],
  ]);
  const reading = task.part(0, 0.8, `reading ${step.parameters.path}`);
  const events = await loadTable(engine, step, folder, reading, { columns, types });
  const time = columnOf(events, rule.time, source);
  if (time.kind !== 'numeric' || time.type !== before.type) throw unlike(source, 'before', before, time);
  const ofEvents = columnOf(events, rule.key, source);
  const matched = matchUnits(key, ofEvents);
  if (!matched) throw unlike(source, 'by', key, ofEvents);
  const moments = momentsOf(before, time);
  const { codes: text, names: texts } = wordsOf(columnOf(events, column, source), source);
  const found = cutHistories(
    { unit: matched.events, time: time.values, text, texts },
    { unit: matched.rows, before: moments, units: matched.units },
    rule.halfLife,
    task.part(0.8, 1, `cutting the histories of ${source.name}`),
  );
  if (found.shares.rows === 0) throw nothingBefore(source);
  const warnings = [
    ...events.warnings.filter(({ place }) => !place?.column || columns.includes(place.column)),
    ...leftOut(source, events.rows, [ofEvents, time, columnOf(events, column, source)], found),
    ...(moments === before.values ? [] : [byTheDay(source)]),
  ];
  return { ...found, warnings };
}

/** Moments before which events count: where no event has a time of day and rows do, whole days, since nobody knows which came first within one. */
function momentsOf(before: NumericColumn, time: NumericColumn): Float64Array {
  const whole = (value: number): boolean => Number.isNaN(value) || value % day === 0;
  if (before.type !== 'date' || !time.values.every(whole) || before.values.every(whole)) return before.values;
  return before.values.map((value) => Math.floor(value / day) * day);
}

function columnOf({ columns }: Table, name: string, { name: text }: HistorySource): Column {
  const column = columns.get(name);
  if (column) return column;
  throw inputError(
    'CS1132',
    `The history "${text}" needs the column "${name}", which the data do not have.`,
    {
      column: name,
    },
  );
}

function wordsOf(
  column: Column,
  { name }: HistorySource,
): { readonly codes: Int32Array; readonly names: readonly string[] } {
  if (column.kind === 'numeric') {
    throw inputError('CS1136', `Column "${column.name}" of the text "${name}" is ${column.type}, not text.`, {
      column: column.name,
    });
  }
  return { codes: column.codes, names: column.kind === 'text' ? column.distinct : column.levels };
}

function unlike(
  { name, events }: HistorySource,
  clause: 'by' | 'before',
  ofRows: Column,
  ofEvents?: Column,
): InputError {
  const what =
    clause === 'by' ? 'both must hold numbers or both words' : 'both must be dates or both numbers';
  const theirs = ofEvents ? ` and "${ofEvents.name}" of "${events.parameters.path}" is ${ofEvents.type}` : '';
  const message = `The history "${name}" cannot be told: "${ofRows.name}" behind \`${clause}\` is ${ofRows.type}${theirs}; ${what}.`;
  return inputError('CS1151', message, { column: ofRows.name });
}

function nothingBefore({ name, events, rule }: HistorySource): InputError {
  const message = `The history "${name}" is empty in every row: "${events.parameters.path}" has no event with the "${rule.key}" of a row and a "${rule.time}" before its "${rule.before}"; check that both files name units in the same way.`;
  return inputError('CS1152', message, { file: events.parameters.path, column: rule.key });
}

/** Events that lack something, and rows whose history is not known. */
function leftOut(
  { name, events, rule }: HistorySource,
  total: number,
  needed: readonly Column[],
  { count }: Histories,
): Problem[] {
  const file = events.parameters.path;
  const warning = (message: string): Problem => ({ code: 'CS1153', severity: 'warning', message });
  let lacking = 0;
  for (let event = 0; event < total; event++)
    if (needed.some((column) => isMissing(column, event))) lacking++;
  const unknown = count.reduce((sum, events) => sum + (Number.isNaN(events) ? 1 : 0), 0);
  const names = needed.map((column) => `"${column.name}"`).join(' or ');
  const lack = `${counted(lacking, 'event')} of "${file}" without ${names}`;
  return [
    ...(lacking > 0 ? [warning(`${lack} ${lacking === 1 ? 'is' : 'are'} in no "${name}".`)] : []),
    ...(unknown > 0
      ? [
          warning(
            `${counted(unknown, 'row')} without "${rule.key}" or "${rule.before}" ${unknown === 1 ? 'has' : 'have'} no known "${name}".`,
          ),
        ]
      : []),
  ];
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === 'numeric' ? !Number.isFinite(column.values[row]) : column.codes[row] < 0;
}

function byTheDay({ name, events, rule }: HistorySource): Problem {
  const message = `"${rule.time}" of "${events.parameters.path}" has no time of day and "${rule.before}" has one: events of a row's own day are left out of "${name}", since they may have come after it.`;
  return { code: 'CS1154', severity: 'warning', message };
}
