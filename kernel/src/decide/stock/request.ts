import type { Table } from '../../data/table.js';
import type { StockStep } from '../../plan.js';
import type { StockResult } from '../../result.js';
import type { DemandInArms } from './demand-in-arms.js';

/** What orders are found from. */
export interface StockRequest {
  readonly name: string;
  /** Name of the effect. */
  readonly effect: string;
  readonly demand: DemandInArms;
  /** The data of the effect, before its `where`. */
  readonly table: Table;
  readonly parameters: StockStep['parameters'];
}

/** The result but its provenance. */
export type StockEstimate = Omit<StockResult, 'provenance'>;
