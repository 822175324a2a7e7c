import type { Measure } from './ours.js';

/** One part of the bench, a section of the page. */
export interface Part {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  /** What of ours it measures, by names that no other part has. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** Measures everything; rows of the table and versions of the peers. */
  run(): { rows: string[][]; versions: string[] };
}
