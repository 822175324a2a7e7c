import type { Table } from '../../data/table.js';
import type { PriceStep } from '../../plan.js';
import type { PriceResult } from '../../result.js';
import type { Demand } from './demand.js';

/** What a best price is found from. */
export interface PriceRequest {
  readonly name: string;
  /** Name of the effect. */
  readonly effect: string;
  readonly demand: Demand;
  /** The data of the effect, before its `where`. */
  readonly table: Table;
  readonly parameters: PriceStep['parameters'];
}

/** The result but its provenance. */
export type PriceEstimate = Omit<PriceResult, 'provenance'>;
