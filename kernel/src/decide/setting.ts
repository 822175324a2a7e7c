import type { Column } from '../data/table.js';
import { InputError, type Problem } from '../problem.js';
import { closest } from '../words/closest.js';
import { quoted } from '../words/phrases.js';
import type { Evidence } from './evidence.js';
import type { Money } from './policy-value.js';
import type { PolicyRequest } from './request.js';
import { tableRows } from './table-rows.js';

/** A policy's request, row by row of the effect's sample. */
export interface Setting {
  readonly request: PolicyRequest;
  readonly evidence: Evidence;
  /** Arms but the baseline. */
  readonly arms: readonly string[];
  readonly money: Money;
  /** Rows of the table. */
  readonly rows: Int32Array;
  /** 1 per row of the sample that may be treated. */
  readonly eligible: Uint8Array;
  /** Arm that today's rule gives, -1 for none; absent where no rule is named. */
  readonly today?: Int32Array;
}

/**
 * Brings a request to the rows of the effect's sample.
 *
 * @throws InputError with all that is wrong: CS6073 costs of an unknown arm, CS6074 nobody eligible, CS6075 a rule of today that says no arm,
 * CS6076 limits that nobody can be treated within
 */
export function settingOf(request: PolicyRequest): Setting {
  const { evidence, table, parameters } = request;
  const problems: Problem[] = [];
  const rows = tableRows(table, evidence.sourceRow);
  const arms = evidence.arms.slice(1);
  const costs = costsOf(request, arms, problems);
  const may = request.eligible;
  const eligible = Uint8Array.from(rows, (row) => (may ? may[row] : 1));
  const report = (code: string, message: string): void => {
    problems.push({ code, severity: 'error', message });
  };
  if (!eligible.includes(1)) {
    report('CS6074', `No row of ${request.effect} fulfils the \`eligible\` of ${request.name}; widen it.`);
  }
  const { budget } = parameters;
  const cheapest = Math.min(...costs);
  if (budget !== undefined && budget < cheapest) {
    report(
      'CS6076',
      `The budget ${budget} of ${request.name} does not pay for a single row: the cheapest treatment costs ${cheapest}; raise it, or lower the cost.`,
    );
  }
  const today = todayOf(request, rows, arms, problems);
  if (problems.length > 0) throw new InputError(problems);
  const money = { value: parameters.value ?? 1, costs };
  return { request, evidence, arms, money, rows, eligible, ...(today && { today }) };
}

function costsOf(
  { name, parameters }: PolicyRequest,
  arms: readonly string[],
  problems: Problem[],
): number[] {
  const named = new Map(
    parameters.costs.flatMap(({ arm, cost }) => (arm === undefined ? [] : [[arm, cost]])),
  );
  for (const arm of named.keys()) {
    if (arms.includes(arm)) continue;
    const meant = closest(arm, arms);
    const hint = meant ? `; did you mean "${meant}"?` : `; there are ${quoted(arms)}.`;
    const message = `${name} says what "${arm}" costs, which is no arm that can be given${hint}`;
    problems.push({ code: 'CS6073', severity: 'error', message });
  }
  const others = parameters.costs.find(({ arm }) => arm === undefined)?.cost ?? 0;
  return arms.map((arm) => named.get(arm) ?? others);
}

function todayOf(
  { table, evidence, parameters, today }: PolicyRequest,
  rows: Int32Array,
  arms: readonly string[],
  problems: Problem[],
): Int32Array | undefined {
  const report = (message: string, column?: string, row?: number): undefined => {
    problems.push({ code: 'CS6075', severity: 'error', message, place: { column, row } });
    return undefined;
  };
  const rule = parameters.today;
  if (!rule) return undefined;
  if (rule.kind === 'condition') {
    if (arms.length > 1) {
      return report(
        `Today's rule says who is treated but not with which of ${quoted(arms)}; name a column that holds the arm: \`against COLUMN\`.`,
      );
    }
    return Int32Array.from(rows, (row) => (today?.[row] === 1 ? 0 : -1));
  }
  const column = table.columns.get(rule.column);
  if (!column) return report(`Column "${rule.column}" of today's rule is not in the data.`, rule.column);
  if (arms.length === 1 && column.kind === 'numeric') {
    return Int32Array.from(rows, (row) => (column.values[row] > 0 ? 0 : -1));
  }
  const given = new Int32Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const name = nameAt(column, row);
    const arm = name === undefined ? 0 : evidence.arms.indexOf(name);
    if (arm < 0) {
      const known = quoted(evidence.arms);
      return report(
        `Today's rule gives "${name}" in row ${table.sourceRow[row]}, which is no arm; there are ${known}.`,
        rule.column,
        table.sourceRow[row],
      );
    }
    given[i] = arm - 1;
  }
  return given;
}

/** The arm's name as a column spells it; undefined where it is missing. */
function nameAt(column: Column, row: number): string | undefined {
  if (column.kind === 'numeric') {
    const value = column.values[row];
    if (Number.isNaN(value)) return undefined;
    return column.type === 'boolean' ? String(value !== 0) : String(value);
  }
  const code = column.codes[row];
  if (code < 0) return undefined;
  return column.kind === 'category' ? column.levels[code] : column.distinct[code];
}
