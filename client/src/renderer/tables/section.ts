/** What a result says without its charts: sentences and tables, in reading order. Every output is made from these. */

export interface Column {
  readonly title: string;
  /** Right-aligned, tabular figures. */
  readonly numeric: boolean;
  /** Whole sentences: in plain text they stand beneath their row. */
  readonly prose?: boolean;
}

/** The first cell of a row is its heading. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Somebody's data: one line a row, long cells cut, so that many columns stay in sight. */
  readonly compact?: boolean;
  /** The bins of a histogram: left out of plain text, where they would bury what matters. */
  readonly bins?: boolean;
}

export interface Section {
  /** Under which a kind's file finds the chart that says the same. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in one plain sentence. */
  readonly sentence: string;
  readonly tables: readonly Table[];
  /** All that plain text says of it, in place of sentence and tables. */
  readonly brief?: string;
  /** What the tables are called where they stand folded beneath a chart. */
  readonly fold?: string;
}

export interface Description {
  /** `Effect`, `Model` and so on. */
  readonly kind: string;
  readonly name: string;
  /** A few words on how it was made: rows, estimand, estimator. */
  readonly facts: readonly string[];
  readonly sentence: string;
  /** What exactly was asked, for whoever wants to know. */
  readonly note?: string;
  readonly warnings: readonly string[];
  /** What was done on the way and is no doubt. */
  readonly notes?: readonly string[];
  /** The first leads; the others are details. */
  readonly sections: readonly Section[];
}

export const words = (title: string): Column => ({ title, numeric: false });
export const numbers = (title: string): Column => ({ title, numeric: true });
export const prose = (title: string): Column => ({ title, numeric: false, prose: true });
