/** What a column is to the person: decided from the data, or declared in the spec. */
export type ColumnType = 'numeric' | 'categorical' | 'ordinal' | 'boolean' | 'date' | 'text';

/** Numbers: numeric columns, booleans as 0 and 1, dates as milliseconds since 1970 UTC. NaN is missing. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly type: 'numeric' | 'boolean' | 'date';
  readonly values: Float64Array;
}

/** One of a few named levels per row; `codes[i]` indexes `levels`, -1 is missing. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly type: 'categorical' | 'ordinal';
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** Free text; every distinct text is held once: `codes[i]` indexes `distinct`, -1 is missing. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  readonly type: 'text';
  readonly codes: Int32Array;
  readonly distinct: readonly string[];
}

export type Column = NumericColumn | CategoryColumn | TextColumn;

/** A loaded, filtered, derived data set: what a `load` step yields. Columns all have `rows` entries. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** 1-based row of the source file each row came from (the header not counted), for messages. */
  readonly sourceRow: Int32Array;
  /** Held-out part of `split`: 1 for a test row, 0 for a training row; absent without a split. */
  readonly heldOut?: Uint8Array;
  /** sha256 of the source file's bytes. */
  readonly dataHash: string;
  /** Repairs and doubts met while loading, for the person to see. */
  readonly warnings: readonly import('../problem.js').Problem[];
}

/**
 * One input of a tree or a linear model. Categories enter as level indices and are split as sets, never as codes.
 * NaN is missing for both kinds.
 */
export interface Feature {
  readonly name: string;
  /** The column of the data this comes from; scores of a text carry the text's name. Attributions are summed by it. */
  readonly source: string;
  readonly kind: 'numeric' | 'categorical';
  readonly values: Float64Array;
  /** Only for categorical features: `values[i]` indexes it. */
  readonly levels?: readonly string[];
}

/** Features side by side; every `values` has `rows` entries. */
export interface Features {
  readonly rows: number;
  readonly list: readonly Feature[];
}
