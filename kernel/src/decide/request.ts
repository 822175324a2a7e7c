import type { Table } from '../data/table.js';
import type { PolicyStep } from '../plan.js';
import type { PolicyResult } from '../result.js';
import type { Evidence } from './evidence.js';

/** What a policy is made from. */
export interface PolicyRequest {
  readonly name: string;
  /** Name of the effect. */
  readonly effect: string;
  readonly evidence: Evidence;
  /** The data of the effect, before its `where`. */
  readonly table: Table;
  /** 1 per row of the table that may be treated; all where absent. */
  readonly eligible?: Uint8Array;
  /** 1 per row of the table that today's rule treats, where it is a condition. */
  readonly today?: Uint8Array;
  readonly parameters: PolicyStep['parameters'];
}

/** The result but its provenance. */
export type PolicyEstimate = Omit<PolicyResult, 'provenance'>;
