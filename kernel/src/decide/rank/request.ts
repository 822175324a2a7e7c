import type { Table } from '../../data/table.js';
import type { RankStep } from '../../plan.js';
import type { RankingResult } from '../../result.js';
import type { TextDesign } from '../../text/text-design.js';

/** What a ranking is made from. */
export interface RankRequest {
  readonly name: string;
  readonly table: Table;
  /** Of the items, where the step names a text. */
  readonly text?: TextDesign;
  readonly parameters: RankStep['parameters'];
}

/** The result but its provenance. */
export type RankEstimate = Omit<RankingResult, 'provenance'>;

/** Lists of users, one entry per line: users one after another, items best first. */
export interface RankedLists {
  readonly user: readonly string[];
  readonly item: readonly string[];
  readonly place: Float64Array;
  readonly increment: Float64Array;
  readonly without: Float64Array;
  readonly with: Float64Array;
}
