import { type DuckDBDataChunk, DuckDBDoubleVector, type DuckDBVector } from '@duckdb/node-api';
import type { Column, ColumnType } from './table.js';

/** Gathers the values of one column, chunk by chunk, into the form a {@link Column} has. */
export interface ColumnBuilder {
  /** Takes the rows of a vector from one to another, that one not among them. */
  add(vector: DuckDBVector, from: number, to: number): void;
  finish(): Column;
}

/** @param rows at most */
export function columnBuilder(name: string, type: ColumnType, rows: number): ColumnBuilder {
  if (type === 'numeric' || type === 'boolean' || type === 'date') return new NumberBuilder(name, type, rows);
  return new WordBuilder(name, type, rows);
}

/** Adds columns `first` and on of a chunk to the builders, in order. @param rows from one to another; all where absent */
export function addChunk(
  chunk: DuckDBDataChunk,
  first: number,
  builders: readonly ColumnBuilder[],
  [from, to]: readonly [number, number] = [0, chunk.rowCount],
): void {
  builders.forEach((builder, i) => {
    builder.add(chunk.getColumnVector(first + i), from, to);
  });
}

class NumberBuilder implements ColumnBuilder {
  private readonly values: Float64Array;
  private filled = 0;

  constructor(
    private readonly name: string,
    private readonly type: 'numeric' | 'boolean' | 'date',
    rows: number,
  ) {
    this.values = new Float64Array(rows);
  }

  add(vector: DuckDBVector, from: number, to: number): void {
    if (vector instanceof DuckDBDoubleVector) {
      for (let i = from; i < to; i++) this.values[this.filled++] = vector.getItem(i) ?? Number.NaN;
      return;
    }
    for (let i = from; i < to; i++) {
      const value = vector.getItem(i);
      this.values[this.filled++] = value === null ? Number.NaN : Number(value);
    }
  }

  finish(): Column {
    const values = this.values.subarray(0, this.filled);
    return { kind: 'numeric', name: this.name, type: this.type, values };
  }
}

/** Holds every distinct text once. */
class WordBuilder implements ColumnBuilder {
  private readonly codes: Int32Array;
  private readonly codeOf = new Map<string, number>();
  private filled = 0;

  constructor(
    private readonly name: string,
    private readonly type: 'categorical' | 'ordinal' | 'text',
    rows: number,
  ) {
    this.codes = new Int32Array(rows);
  }

  add(vector: DuckDBVector, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const value = vector.getItem(i);
      this.codes[this.filled++] = value === null ? -1 : this.code(String(value));
    }
  }

  private code(text: string): number {
    const known = this.codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.codeOf.size;
    this.codeOf.set(text, code);
    return code;
  }

  finish(): Column {
    const words = [...this.codeOf.keys()];
    const found = this.codes.subarray(0, this.filled);
    if (this.type === 'text') {
      return { kind: 'text', name: this.name, type: 'text', codes: found, distinct: words };
    }
    const levels = [...words].sort(levelOrder(words));
    const newCode = new Map(levels.map((level, i) => [level, i]));
    const codes = found.map((code) => (code < 0 ? -1 : newCode.get(words[code]!)!));
    return { kind: 'category', name: this.name, type: this.type, codes, levels };
  }
}

/** Levels that are all numbers stand in the order of numbers, others in that of their characters: the same everywhere. */
function levelOrder(words: readonly string[]): (a: string, b: string) => number {
  const numbers = words.every((word) => word.trim() !== '' && Number.isFinite(Number(word)));
  return numbers
    ? (a, b) => Number(a) - Number(b) || (a < b ? -1 : 1)
    : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
}
