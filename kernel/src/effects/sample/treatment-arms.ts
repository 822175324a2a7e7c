import type { Column, Table } from '../../data/table.js';
import type { Problem } from '../../problem.js';
import { closest } from '../../words/closest.js';
import { quoted } from '../../words/phrases.js';

/** More distinct values than this make a treatment a dose. */
export const mostArms = 20;

/** The arms of a treatment column, baseline first, and the arm of every row of the table. */
export interface TreatmentArms {
  readonly names: readonly string[];
  /** Index into `names` per row; -1 where the treatment is missing, -2 where the row is in an arm not asked for. */
  readonly arm: Int32Array;
}

/**
 * Reads the arms from the data. A number names its arm by its value as text (`0`, `1`), a boolean is `false` or `true`
 * (and answers to `0` and `1`), a category is named by its level. `asked` picks arms and their order; without it all
 * arms are taken, the smallest value (for plain categories: the first in the alphabet) as the baseline.
 * What is wrong goes to `problems`; undefined then.
 */
export function treatmentArms(
  table: Table,
  treatment: string,
  asked: readonly string[] | undefined,
  problems: Problem[],
): TreatmentArms | undefined {
  const report = (code: string, message: string): undefined => {
    problems.push({ code, severity: 'error', message, place: { column: treatment } });
    return undefined;
  };
  const column = table.columns.get(treatment);
  if (!column) return report('CS6001', `The treatment "${treatment}" is not a column of the data.`);
  if (column.kind === 'text') {
    return report(
      'CS6002',
      `The treatment "${treatment}" holds free text; derive a column with a few named arms.`,
    );
  }
  const values = armValues(column);
  if (column.type === 'date') {
    return report(
      'CS6003',
      `The treatment "${treatment}" holds dates; derive a number for \`dose response\` or \`dml\`, or at most ${mostArms} arms.`,
    );
  }
  const compared = asked?.length ?? values.names.length;
  if (compared > mostArms) {
    const amount = column.type === 'numeric' ? ', or use `dose response` or `dml` if it is an amount' : '';
    return report(
      'CS6003',
      `The treatment "${treatment}" has ${values.names.length} distinct values, and at most ${mostArms} arms can be compared: name those in \`arms\`, or derive fewer${amount}.`,
    );
  }
  const unknown = (asked ?? []).filter((name) => findArm(column, values.names, name) < 0);
  for (const name of unknown) {
    const meant = closest(name, values.names);
    report(
      'CS6004',
      `The treatment "${treatment}" has no arm "${name}"${meant ? `; did you mean "${meant}"?` : `; its arms are ${quoted(values.names)}.`}`,
    );
  }
  if (unknown.length > 0) return undefined;
  if (!asked) return values;
  const kept = asked.map((name) => findArm(column, values.names, name));
  const places = values.names.map((_, value) => kept.indexOf(value));
  const arm = values.arm.map((value) => (value < 0 ? -1 : places[value] < 0 ? -2 : places[value]));
  return { names: asked, arm };
}

function armValues(column: Exclude<Column, { kind: 'text' }>): TreatmentArms {
  if (column.kind === 'category') {
    const present = new Set(column.codes);
    const codes = [...column.levels.keys()].filter((code) => present.has(code));
    if (column.type === 'categorical') {
      codes.sort((a, b) => (column.levels[a] < column.levels[b] ? -1 : 1));
    }
    const place = new Map(codes.map((code, i) => [code, i]));
    return {
      names: codes.map((code) => column.levels[code]),
      arm: column.codes.map((code) => place.get(code) ?? -1),
    };
  }
  const distinct = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const place = new Map(distinct.map((value, i) => [value, i]));
  const name = (value: number): string => (column.type === 'boolean' ? String(value !== 0) : String(value));
  return {
    names: distinct.map(name),
    arm: Int32Array.from(column.values, (value) => place.get(value) ?? -1),
  };
}

/** Index of an arm by name: exactly, or as the number it reads as (`1.0` is `1`, and `1` is `true`). */
function findArm(column: Column, names: readonly string[], name: string): number {
  const exact = names.indexOf(name);
  if (exact >= 0 || column.kind !== 'numeric' || name.trim() === '') return exact;
  const value = Number(name);
  return names.indexOf(column.type === 'boolean' ? ['false', 'true'][value] : String(value));
}
