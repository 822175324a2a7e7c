import type { Problem } from '../problem.js';
import type { ColumnType } from './table.js';

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  /** Type of the data engine, for hover. */
  readonly storage: string;
}

/** What is known of a data file without reading all of it. */
export interface FileSchema {
  readonly path: string;
  readonly columns: readonly ColumnSchema[];
  readonly problems: readonly Problem[];
}

export interface ColumnSummary {
  readonly name: string;
  readonly rows: number;
  readonly shareMissing: number;
  readonly distinct: number;
  /** Smallest and largest value as text; null for an empty column. */
  readonly low: string | null;
  readonly high: string | null;
}
