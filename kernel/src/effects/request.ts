import type { Table } from '../data/table.js';
import type { EffectStep } from '../plan.js';
import type { EffectResult } from '../result.js';
import type { TextDesign } from '../text/text-design.js';
import type { FittedEffect } from './fitted-effect.js';

/** Rows of a table that a spec gives a name to. */
export interface NamedRows {
  readonly name: string;
  /** 1 per row of the table that is one of them. */
  readonly holds: Uint8Array;
}

/** What an effect is estimated from. `where` is applied by the caller. */
export interface EffectRequest {
  /** Name of the effect; `treatment on outcome` where absent. */
  readonly name?: string;
  readonly table: Table;
  /** In the order of `parameters.texts`; as many rows as the table. */
  readonly texts: readonly TextDesign[];
  /** The rows of `parameters.groups`, where there are some. */
  readonly groups?: readonly NamedRows[];
  readonly parameters: EffectStep['parameters'];
}

/** The result but its provenance, and the models that score and explain later rows. */
export interface EffectEstimate extends Omit<EffectResult, 'provenance'> {
  readonly fitted: FittedEffect;
}
