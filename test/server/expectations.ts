import type { ColumnType } from '../../kernel/src/data/table.js';
import type { FileSchema } from '../../kernel/src/process/protocol.js';
import { codes } from '../../server/src/validation/codes.js';
import { schemaOf } from './in-memory.js';

/** A diagnostic that a line of a test spec has to get. */
export interface Expectation {
  /** From 0. */
  readonly line: number;
  readonly code: string;
  readonly part: string;
}

export interface TestSpec {
  readonly expectations: readonly Expectation[];
  readonly files: Readonly<Record<string, FileSchema>>;
}

const types = new Set<string>(['numeric', 'categorical', 'ordinal', 'boolean', 'date', 'text']);

/**
 * Reads what a test spec says about itself in comments:
 *
 *     // file visits.csv: tenure numeric, coupon boolean
 *     // file broken.csv: CS1105 "broken.csv" has no rows.
 *     adjust for tenrue     // expect CS1003 "did you mean"
 *
 * `// expect` alone on a line is about the next line; several expectations are separated by commas. A comment that begins
 * like one of these and is not one is an error of the test, as is a code nobody has.
 */
export function readTestSpec(text: string): TestSpec {
  const expectations: Expectation[] = [];
  const files: Record<string, FileSchema> = {};
  text.split('\n').forEach((content, line) => {
    const comment = /\/\/\s*(expect|file)\b(.*)$/.exec(content);
    if (!comment) return;
    const [, word, rest] = comment as unknown as [string, string, string];
    const alone = content.trim().startsWith('//');
    if (word === 'file') Object.assign(files, readFile(rest, line));
    else expectations.push(...readExpectations(rest, alone ? line + 1 : line));
  });
  return { expectations, files };
}

function readExpectations(rest: string, line: number): Expectation[] {
  const whole = /^\s+(CS\d{4} "[^"]*")(\s*,\s*CS\d{4} "[^"]*")*\s*$/;
  if (!whole.test(rest)) throw new Error(`Line ${line + 1}: malformed expectation: ${rest.trim()}`);
  return [...rest.matchAll(/(CS\d{4}) "([^"]*)"/g)].map(([, code, part]) => {
    const known = code! in codes || code!.startsWith('CS11');
    if (!known) throw new Error(`Line ${line + 1}: there is no code ${code}`);
    return { line, code: code!, part: part! };
  });
}

function readFile(rest: string, line: number): Record<string, FileSchema> {
  const parts = /^\s+(\S+):\s*(.+)$/.exec(rest);
  if (!parts) throw new Error(`Line ${line + 1}: malformed file: ${rest.trim()}`);
  const [, path, content] = parts as unknown as [string, string, string];
  const problem = /^(CS\d{4}) (.+)$/.exec(content);
  if (problem) {
    const [, code, message] = problem as unknown as [string, string, string];
    return { [path]: { path, columns: [], problems: [{ code, severity: 'error', message }] } };
  }
  const columns = content.split(',').map((column): [string, ColumnType] => {
    const match = /^(.+) (\w+)$/.exec(column.trim());
    if (!match || !types.has(match[2]!)) throw new Error(`Line ${line + 1}: malformed column: ${column}`);
    return [match[1]!, match[2] as ColumnType];
  });
  return { [path]: schemaOf(path, Object.fromEntries(columns)) };
}
