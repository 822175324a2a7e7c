import { createHash } from 'node:crypto';
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { Task } from '../task.js';
import { addChunk, columnBuilder } from './columns.js';
import { infiniteValues } from './infinite.js';
import type { Prepared } from './load.js';
import type { RowsAsked } from './load-query.js';
import type { Table } from './table.js';

/** Some rows of a file, in its order. */
export interface Part {
  /** The columns asked for; `dataHash` is the part's own, since its rows are not those of the file. */
  readonly table: Table;
  /** One per column asked for as words: what the file has in each row. */
  readonly words: readonly (readonly (string | null)[])[];
  /** One per condition: 1 for a row for which it is true. */
  readonly holds: readonly Uint8Array[];
}

/**
 * Reads the kept rows of a file part by part. A part begins with the row behind `after` and has `size` rows but for the last one, whatever the engine
 * hands out at a time: a file that is read from the middle on has the same parts as one that was read from the start. Holds one part and
 * what the engine reads ahead, whatever the size of the file.
 */
export async function* readParts(
  prepared: Prepared,
  size: number,
  asked: RowsAsked,
  task: Task,
): AsyncGenerator<Part> {
  const { file, query } = prepared;
  const { sql, values } = query.rowsAfter(file, asked);
  let part = new Gathering(prepared, size, asked);
  let last = asked.after;
  for await (const chunk of file.session.chunks(sql, values)) {
    last = requireOrder(chunk, last);
    for (let from = 0; from < chunk.rowCount; ) {
      from = part.add(chunk, from);
      if (!part.full) continue;
      yield part.finish();
      part = new Gathering(prepared, size, asked);
      task.check();
    }
  }
  if (part.rows > 0) yield part.finish();
}

/** Rows are numbered as the file has them; to go on behind a row, they must come so. */
function requireOrder(chunk: DuckDBDataChunk, before: number): number {
  const numbers = chunk.getColumnVector(0);
  let last = before;
  for (let i = 0; i < chunk.rowCount; i++) {
    const number = Number(numbers.getItem(i));
    if (number <= last) throw new Error(`Row ${number} came after row ${last}.`);
    last = number;
  }
  return last;
}

/** A part that is being filled. */
class Gathering {
  rows = 0;
  private readonly sourceRow: Int32Array;
  private readonly builders;
  private readonly words: (string | null)[][];
  private readonly holds: Uint8Array[];

  constructor(
    private readonly prepared: Prepared,
    private readonly size: number,
    private readonly asked: RowsAsked,
  ) {
    const types = prepared.query.columnTypes;
    this.sourceRow = new Int32Array(size);
    this.builders = asked.columns.map((name) => columnBuilder(name, types.get(name)!, size));
    this.words = asked.words.map(() => []);
    this.holds = asked.conditions.map(() => new Uint8Array(size));
  }

  get full(): boolean {
    return this.rows === this.size;
  }

  /** Takes rows of a chunk from one on, as many as there is room for. @returns the first that is left */
  add(chunk: DuckDBDataChunk, from: number): number {
    const to = Math.min(chunk.rowCount, from + this.size - this.rows);
    const vector = (i: number): DuckDBVector => chunk.getColumnVector(i);
    const [words, conditions] = [1 + this.builders.length, 1 + this.builders.length + this.words.length];
    const numbers = vector(0);
    for (let i = from; i < to; i++) this.sourceRow[this.rows + i - from] = Number(numbers.getItem(i));
    addChunk(chunk, 1, this.builders, [from, to]);
    for (const [w, column] of this.words.entries()) {
      const own = vector(words + w);
      for (let i = from; i < to; i++) column.push(own.getItem(i) as string | null);
    }
    for (const [c, holds] of this.holds.entries()) {
      const own = vector(conditions + c);
      for (let i = from; i < to; i++) holds[this.rows + i - from] = own.getItem(i) === true ? 1 : 0;
    }
    this.rows += to - from;
    return to;
  }

  finish(): Part {
    const { rows, prepared, asked } = this;
    const sourceRow = this.sourceRow.subarray(0, rows);
    const columns = prepared.query.withTextTypes(
      new Map(asked.columns.map((name, i) => [name, this.builders[i].finish()])),
    );
    const dataHash = createHash('sha256').update(`${prepared.dataHash} ${sourceRow[0]}`).digest('hex');
    const warnings = infiniteValues(columns.values(), sourceRow, prepared.path);
    const holds = this.holds.map((each) => each.subarray(0, rows));
    return { table: { rows, columns, sourceRow, dataHash, warnings }, words: this.words, holds };
  }
}
