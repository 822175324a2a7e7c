import { describe, expect, it } from 'vitest';
import { type Expression, type FunctionName, functions } from '../../../kernel/src/data/expression.js';
import { loadTable } from '../../../kernel/src/data/load.js';
import { SqlWriter } from '../../../kernel/src/data/sql.js';
import { unwatched } from '../../../kernel/src/task.js';
import { loadStep, workspaceWith } from './workspace.js';

const c = (name: string): Expression => ({ kind: 'column', name });
const n = (value: number): Expression => ({ kind: 'number', value });
const t = (value: string): Expression => ({ kind: 'text', value });
const d = (value: string): Expression => ({ kind: 'date', value });
const missing: Expression = { kind: 'missing' };
const call = (name: FunctionName, ...args: Expression[]): Expression => ({
  kind: 'call',
  function: name,
  arguments: args,
});
const op = (
  left: Expression,
  operator: '+' | '-' | '%' | '==' | '!=' | 'and' | 'or',
  right: Expression,
): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
});

type Value = number | string | null;

type Branch = Extract<Expression, { kind: 'case' }>['branches'][number];
/** Made from entries: an object written with a `then` looks like a promise. */
const branch = (when: Expression, value: Expression): Branch =>
  Object.fromEntries([
    ['when', when],
    ['then', value],
  ]) as unknown as Branch;

/** The values of an expression over the two rows of a small file; text by its words, truth as 1 and 0. */
async function valuesOf(expression: Expression): Promise<Value[]> {
  const { engine } = await workspaceWith({
    'x.csv': "x,s,at\n-2.5,O'Hara ,2026-03-01T06:30:00Z\n,,\n4,b,2024-02-29\n",
  });
  const step = loadStep('x.csv', { derive: [{ name: 'value', expression }] });
  const column = (await loadTable(engine, step, '', unwatched)).columns.get('value')!;
  if (column.kind === 'numeric') return [...column.values].map((v) => (Number.isNaN(v) ? null : v));
  const words = column.kind === 'text' ? column.distinct : column.levels;
  return [...column.codes].map((code) => (code < 0 ? null : words[code]!));
}

const span = op(c('at'), '-', d('2024-02-28'));

const examples: Record<FunctionName, [Expression, Value[]]> = {
  days: [call('days', span), [732 + 6.5 / 24, null, 1]],
  hours: [call('hours', span), [732 * 24 + 6.5, null, 24]],
  year: [call('year', c('at')), [2026, null, 2024]],
  month: [call('month', c('at')), [3, null, 2]],
  weekday: [call('weekday', c('at')), [7, null, 4]],
  hour: [call('hour', c('at')), [6, null, 0]],
  abs: [call('abs', c('x')), [2.5, null, 4]],
  log: [call('log', c('x')), [null, null, Math.log(4)]],
  exp: [call('exp', c('x')), [Math.exp(-2.5), null, Math.exp(4)]],
  sqrt: [call('sqrt', c('x')), [null, null, 2]],
  round: [call('round', c('x')), [-3, null, 4]],
  floor: [call('floor', c('x')), [-3, null, 4]],
  least: [call('least', c('x'), n(1), n(3)), [-2.5, 1, 1]],
  greatest: [call('greatest', c('x'), n(1), n(3)), [3, 3, 4]],
  length: [call('length', c('s')), [7, null, 1]],
  lower: [call('lower', c('s')), ["o'hara ", null, 'b']],
  upper: [call('upper', c('s')), ["O'HARA ", null, 'B']],
  trim: [call('trim', c('s')), ["O'Hara", null, 'b']],
  contains: [call('contains', c('s'), t("'H")), [1, null, 0]],
  starts: [call('starts', c('s'), t('O')), [1, null, 0]],
  ends: [call('ends', c('s'), t('b')), [0, null, 1]],
  missing: [call('missing', c('x')), [0, 1, 0]],
  coalesce: [call('coalesce', c('x'), n(9)), [-2.5, 9, 4]],
  number: [call('number', c('s')), [null, null, null]],
};

describe('expressions as SQL', () => {
  it.each(Object.keys(functions) as FunctionName[])('%s means what its line says', async (name) => {
    const [expression, expected] = examples[name];
    const values = await valuesOf(expression);
    values.forEach((value, row) => {
      if (typeof value === 'number') expect(value).toBeCloseTo(expected[row] as number, 9);
      else expect(value).toBe(expected[row]);
    });
  });

  const operators: [string, Expression, Value[]][] = [
    ['a missing value compares as missing', op(c('x'), '==', n(4)), [0, null, 1]],
    ['`== missing` asks whether there is a value', op(c('x'), '==', missing), [0, 1, 0]],
    ['`!= missing` asks the contrary', op(c('x'), '!=', missing), [1, 0, 1]],
    ['a remainder by zero is missing', op(c('x'), '%', n(0)), [null, null, null]],
    [
      '`in` finds one of several',
      { kind: 'in', value: c('x'), options: [n(4), missing], negated: false },
      [0, 1, 1],
    ],
    [
      'a date and a span make a date',
      call('year', op(c('at'), '+', op(d('2027-01-01'), '-', d('2026-01-01')))),
      [2027, null, 2025],
    ],
    [
      '`case` takes the first branch that holds',
      { kind: 'case', branches: [branch(op(c('x'), '==', n(4)), t('four'))], otherwise: t('other') },
      ['other', 'other', 'four'],
    ],
  ];
  it.each(operators)('%s', async (_, expression, expected) => {
    expect(await valuesOf(expression)).toEqual(expected);
  });

  it('keeps every word a person writes out of the SQL', () => {
    const writer = new SqlWriter(new Map([['x"; DROP', { sql: 'c0', type: 'text' as const }]]));
    const { sql } = writer.write(op(c('x"; DROP'), '==', t("'); DROP TABLE t; --")));
    expect(sql).toBe('(c0 = CAST($1 AS VARCHAR))');
    expect(writer.values).toEqual(["'); DROP TABLE t; --"]);
  });
});
