import type { ColumnType } from './table.js';

/** Words that mean "no value" in a column whose other values are all numbers. In a column of words, NA is a word. */
export const missingWords: readonly string[] = [
  'NA',
  'N/A',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '.',
  '?',
  '-',
];

/** What the rows of one column look like, counted by the engine. */
export interface ColumnFacts {
  readonly name: string;
  /** Name inside the engine, `c0`, `c1` ...: names from files never enter a query. */
  readonly id: string;
  /** Type of the engine; VARCHAR for every column of a CSV file. */
  readonly stored: string;
  readonly rows: number;
  /** Rows with a value, `missingWords` among them. */
  readonly present: number;
  readonly distinct: number;
  readonly meanLength: number;
  /** Of the present: how many read as a number, as true or false, as an ISO date; how many are `missingWords`. */
  readonly numbers: number;
  readonly booleans: number;
  readonly dates: number;
  readonly missing: number;
  /** First value that reads as no number and is none of `missingWords`, with its row. */
  readonly stray?: { readonly row: number; readonly value: string };
  /** Whole numbers from 2^53 on, which a double would round: ids, most likely. */
  readonly huge: number;
}

const numberTypes = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*|BIGNUM)$/;
const dateTypes = /^(DATE|TIMESTAMP.*)$/;

/** How a stored column is read: as numbers, truth values, points in time or words. */
export type Reading = 'number' | 'boolean' | 'date' | 'words';

export function readingOf(facts: ColumnFacts): Reading {
  if (facts.huge > 0) return 'words';
  if (numberTypes.test(facts.stored)) return 'number';
  if (facts.stored === 'BOOLEAN') return 'boolean';
  if (dateTypes.test(facts.stored)) return 'date';
  const values = facts.present - facts.missing;
  if (values <= 0) return 'number';
  if (facts.numbers === values) return 'number';
  if (facts.booleans === facts.present) return 'boolean';
  if (facts.dates === facts.present) return 'date';
  return 'words';
}

/**
 * The type of a column as its values suggest it. Words are a category where they are few, or short and not too many;
 * all others are text. A column without any value is numeric.
 */
export function guessType(facts: ColumnFacts): ColumnType {
  const reading = readingOf(facts);
  if (reading === 'number') return 'numeric';
  if (reading !== 'words') return reading;
  if (facts.distinct <= 20 && facts.present >= 2 * facts.distinct) return 'categorical';
  return facts.meanLength <= 24 && facts.distinct <= 1000 ? 'categorical' : 'text';
}

/** Almost all values are numbers and a few are not: one stray word makes a whole column of numbers unusable. */
export function hasStrayWords(facts: ColumnFacts): boolean {
  const values = facts.present - facts.missing;
  return facts.stored === 'VARCHAR' && facts.numbers < values && facts.numbers >= 0.8 * values && values > 2;
}

/** SQL of a column as the tables hold it: DOUBLE, milliseconds since 1970 as DOUBLE, BOOLEAN or VARCHAR; NULL is missing. */
export function readAs(facts: Pick<ColumnFacts, 'id' | 'stored'>, type: ColumnType): string {
  const { id, stored } = facts;
  switch (type) {
    case 'numeric':
      return numberSql(dateTypes.test(stored) ? `epoch_us(${id}) / 1000.0` : `TRY_CAST(${id} AS DOUBLE)`);
    case 'date':
      return `(epoch_us(TRY_CAST(${id} AS TIMESTAMPTZ)) / 1000.0)`;
    case 'boolean':
      return booleanSql(id, stored);
    default:
      return stored === 'DOUBLE' || stored === 'FLOAT' ? wholeNumbersPlain(id) : `CAST(${id} AS VARCHAR)`;
  }
}

/** SQL that is true of a whole number that a double would round. */
export function hugeSql({ id, stored }: Pick<ColumnFacts, 'id' | 'stored'>): string {
  if (!/VARCHAR|BIGINT|HUGEINT/.test(stored)) return 'false';
  return `abs(TRY_CAST(${id} AS DOUBLE)) >= 9007199254740992 AND regexp_full_match(CAST(${id} AS VARCHAR), '-?[0-9]+')`;
}

/** NaN of a file is a missing value. */
function numberSql(value: string): string {
  return `(CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END)`;
}

function booleanSql(id: string, stored: string): string {
  if (stored === 'BOOLEAN') return id;
  const word = `lower(trim(CAST(${id} AS VARCHAR)))`;
  return `(CASE WHEN ${word} IN ('true', 't', 'yes', 'y', '1', '1.0') THEN true WHEN ${word} IN ('false', 'f', 'no', 'n', '0', '0.0') THEN false END)`;
}

/** A level called 1, not 1.0. */
function wholeNumbersPlain(id: string): string {
  return `(CASE WHEN ${id} = trunc(${id}) AND abs(${id}) < 9007199254740992 THEN CAST(CAST(${id} AS BIGINT) AS VARCHAR) ELSE CAST(${id} AS VARCHAR) END)`;
}
