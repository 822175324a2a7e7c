import type { DuckDBValue } from '@duckdb/node-api';
import { inputError } from '../problem.js';
import { say } from '../words/say.js';
import {
  type BinaryOperator,
  type Expression,
  type FunctionName,
  functions,
  type ValueType,
} from './expression.js';

/** How deep an expression may nest; a compiler that lets more through has a bug. */
const maxDepth = 200;

/** SQL of a value (DOUBLE for numbers, dates and durations, BOOLEAN or VARCHAR) and its type. */
export interface TypedSql {
  readonly sql: string;
  readonly type: ValueType;
}

/**
 * Turns typed expressions into SQL. Every literal becomes a parameter and every column an identifier of ours, so nothing a
 * person writes is ever read as SQL. Dates are milliseconds since 1970 UTC and durations milliseconds, both DOUBLE, so that
 * their arithmetic is that of numbers. Missing values spread through operators; a division by 0 is missing.
 *
 * @example
 * const writer = new SqlWriter(new Map([['age', { sql: 'c0', type: 'number' }]]));
 * writer.write({ kind: 'binary', operator: '<', left: { kind: 'column', name: 'age' }, right: { kind: 'number', value: 30 } });
 * // { sql: '(c0 < CAST($1 AS DOUBLE))', type: 'boolean' }, and writer.values is [30]
 */
export class SqlWriter {
  /** Values of the parameters `$1`, `$2` ... */
  readonly values: DuckDBValue[] = [];

  constructor(readonly columns: Map<string, TypedSql>) {}

  /** @throws InputError CS1132 for a column that is not there */
  write(expression: Expression, depth = 0): TypedSql {
    if (depth > maxDepth)
      throw inputError('CS1134', say`An expression is nested more than ${maxDepth} deep; split it.`);
    const inner = (e: Expression) => this.write(e, depth + 1);
    switch (expression.kind) {
      case 'number':
        return { sql: this.parameter(expression.value, 'DOUBLE'), type: 'number' };
      case 'text':
        return { sql: this.parameter(expression.value, 'VARCHAR'), type: 'text' };
      case 'boolean':
        return { sql: String(expression.value), type: 'boolean' };
      case 'date':
        return { sql: this.parameter(milliseconds(expression.value), 'DOUBLE'), type: 'date' };
      case 'missing':
        return { sql: 'NULL', type: 'number' };
      case 'column':
        return this.column(expression.name);
      case 'unary': {
        const operand = inner(expression.operand);
        if (expression.operator === 'not') return { sql: `(NOT ${operand.sql})`, type: 'boolean' };
        return { sql: `(-${operand.sql})`, type: operand.type };
      }
      case 'binary':
        return this.binary(expression.operator, expression.left, expression.right, inner);
      case 'in':
        return this.oneOf(expression, inner);
      case 'call':
        return call(expression.function, expression.arguments.map(inner));
      case 'case':
        return this.cases(expression, inner);
    }
  }

  private parameter(value: DuckDBValue, type: 'DOUBLE' | 'VARCHAR'): string {
    this.values.push(value);
    return `CAST($${this.values.length} AS ${type})`;
  }

  private column(name: string): TypedSql {
    const column = this.columns.get(name);
    if (!column) throw inputError('CS1132', say`The data has no column "${name}".`, { column: name });
    return column;
  }

  private binary(
    operator: BinaryOperator,
    left: Expression,
    right: Expression,
    inner: (e: Expression) => TypedSql,
  ): TypedSql {
    if (operator === '==' || operator === '!=') {
      const known = left.kind === 'missing' ? right : right.kind === 'missing' ? left : undefined;
      if (known)
        return { sql: `(${inner(known).sql} IS ${operator === '==' ? '' : 'NOT '}NULL)`, type: 'boolean' };
    }
    const a = inner(left);
    const b = inner(right);
    switch (operator) {
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case 'and':
      case 'or':
        return { sql: `(${a.sql} ${sqlOperators[operator]} ${b.sql})`, type: 'boolean' };
      case '/':
      case '%':
        return {
          sql: `(${a.sql} ${operator} nullif(${b.sql}, 0))`,
          type: a.type === 'duration' ? a.type : 'number',
        };
      default:
        return { sql: `(${a.sql} ${operator} ${b.sql})`, type: arithmeticType(operator, a.type, b.type) };
    }
  }

  private oneOf(
    expression: Extract<Expression, { kind: 'in' }>,
    inner: (e: Expression) => TypedSql,
  ): TypedSql {
    const value = inner(expression.value).sql;
    const options = expression.options.filter((option) => option.kind !== 'missing');
    const tests = options.length > 0 ? [`${value} IN (${options.map((o) => inner(o).sql).join(', ')})`] : [];
    if (options.length < expression.options.length) tests.push(`${value} IS NULL`);
    const test = tests.length === 0 ? 'false' : `(${tests.join(' OR ')})`;
    return { sql: expression.negated ? `(NOT ${test})` : test, type: 'boolean' };
  }

  private cases(
    expression: Extract<Expression, { kind: 'case' }>,
    inner: (e: Expression) => TypedSql,
  ): TypedSql {
    const branches = expression.branches.map((branch) => [inner(branch.when), inner(branch.then)] as const);
    const otherwise = expression.otherwise && inner(expression.otherwise);
    const typed = branches.find((_, i) => expression.branches[i]!.then.kind !== 'missing')?.[1] ?? otherwise;
    const whens = branches.map(([when, value]) => `WHEN ${when.sql} THEN ${value.sql}`).join(' ');
    return { sql: `(CASE ${whens} ELSE ${otherwise?.sql ?? 'NULL'} END)`, type: typed?.type ?? 'number' };
  }
}

const sqlOperators = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  and: 'AND',
  or: 'OR',
} as const;

function arithmeticType(operator: '+' | '-' | '*', a: ValueType, b: ValueType): ValueType {
  if (operator === '*') return a === 'duration' || b === 'duration' ? 'duration' : 'number';
  if (a === 'date' && b === 'date') return 'duration';
  return a === 'date' || b === 'date' ? 'date' : a === 'duration' || b === 'duration' ? 'duration' : 'number';
}

/** Milliseconds since 1970 of an ISO date or date-time, taken as UTC where it names no zone. */
function milliseconds(iso: string): number {
  const zoned =
    /T.*(Z|[+-]\d\d:?\d\d)$/i.test(iso) || !/[T ]\d/.test(iso) ? iso : `${iso.replace(' ', 'T')}Z`;
  const value = Date.parse(zoned);
  if (Number.isNaN(value)) throw inputError('CS1135', say`"${iso}" is no date; write it as in 2026-01-31.`);
  return value;
}

const asTimestamp = (date: string) => `make_timestamp(CAST(${date} * 1000 AS BIGINT))`;

const calls: Readonly<Record<FunctionName, (...args: string[]) => string>> = {
  days: (a) => `(${a} / 86400000.0)`,
  hours: (a) => `(${a} / 3600000.0)`,
  year: (a) => `CAST(year(${asTimestamp(a)}) AS DOUBLE)`,
  month: (a) => `CAST(month(${asTimestamp(a)}) AS DOUBLE)`,
  weekday: (a) => `CAST(isodow(${asTimestamp(a)}) AS DOUBLE)`,
  hour: (a) => `CAST(hour(${asTimestamp(a)}) AS DOUBLE)`,
  abs: (a) => `abs(${a})`,
  log: (a) => `(CASE WHEN ${a} > 0 THEN ln(${a}) END)`,
  exp: (a) => `exp(${a})`,
  sqrt: (a) => `(CASE WHEN ${a} >= 0 THEN sqrt(${a}) END)`,
  round: (a) => `round(${a})`,
  floor: (a) => `floor(${a})`,
  least: (...all) => `least(${all.join(', ')})`,
  greatest: (...all) => `greatest(${all.join(', ')})`,
  length: (a) => `CAST(length(${a}) AS DOUBLE)`,
  lower: (a) => `lower(${a})`,
  upper: (a) => `upper(${a})`,
  trim: (a) => `trim(${a})`,
  contains: (a, b) => `contains(${a}, ${b})`,
  starts: (a, b) => `starts_with(${a}, ${b})`,
  ends: (a, b) => `ends_with(${a}, ${b})`,
  missing: (a) => `(${a} IS NULL)`,
  coalesce: (...all) => `coalesce(${all.join(', ')})`,
  number: (a) => `TRY_CAST(${a} AS DOUBLE)`,
};

function call(name: FunctionName, args: readonly TypedSql[]): TypedSql {
  const sql = calls[name](...args.map((a) => a.sql));
  const { returns } = functions[name];
  return { sql, type: returns === 'same' ? (args[0]?.type ?? 'number') : returns };
}
