import type { Table } from '../data/table.js';
import type { OutputColumn } from '../data/write.js';
import type { EffectResult, GlobalAttribution, ModelResult, Provenance } from '../result.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';

/** Rows and texts a step learns from, or is applied to. */
export interface Inputs {
  readonly table: Table;
  /** In the order of the step's texts. */
  readonly texts: readonly TextDesign[];
}

export interface Learnt<R extends EffectResult | ModelResult, Fitted> {
  readonly result: R;
  /** What scores and explains rows. */
  readonly fitted: Fitted;
}

/** Attributions of rows to source columns: `base` plus the values of a row is its prediction. */
export interface RowAttributions {
  readonly of: string;
  readonly base: number;
  readonly sources: readonly string[];
  /** One per row asked for. */
  readonly predictions: Float64Array;
  /** Rows x sources, row-major. */
  readonly values: Float64Array;
  readonly global: GlobalAttribution;
}

/** How one kind of step learns, scores and explains. */
export interface Trainer<Step, R extends EffectResult | ModelResult, Fitted> {
  learn(step: Step, inputs: Inputs, provenance: Provenance, task: Task): Learnt<R, Fitted>;
  /** Columns to be added to a scored file. */
  score(step: Step, fitted: Fitted, inputs: Inputs, task: Task): OutputColumn[];
  /** One set of attributions per arm but the baseline; one for a model. */
  explain(step: Step, fitted: Fitted, inputs: Inputs, rows: Int32Array, task: Task): RowAttributions[];
  /** What was fitted as plain values and typed arrays, to be kept in the content store. */
  pack(fitted: Fitted): unknown;
  /** @throws InputError where the value is none that {@link pack} made: a kept file may come from anyone */
  unpack(value: unknown): Fitted;
}
