import type { OutputColumn } from '../data/output-column.js';
import type { Table } from '../data/table.js';
import type { NamedRows } from '../effects/request.js';
import type { Attributions } from '../explain/attributions.js';
import type { EffectResult, ModelResult, Provenance } from '../result.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';
import type { Library } from '../trees/exchange/refusals.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';

/** Rows and texts a step learns from, or is applied to. */
export interface Inputs {
  readonly table: Table;
  /** In the order of the step's texts. */
  readonly texts: readonly TextDesign[];
  /** Rows of the groups that an effect names, where it names some. */
  readonly groups?: readonly NamedRows[];
  /** Column of the data's `unit`. */
  readonly unit?: string;
  /** The model that a step names instead of learning one. */
  readonly imported?: TreeEnsemble;
}

/** Columns and texts by name, those in which nothing is looked up left out. */
export interface Reads {
  readonly columns: readonly string[];
  readonly texts: readonly string[];
}

export interface Learnt<R extends EffectResult | ModelResult, Fitted> {
  readonly result: R;
  /** What scores and explains rows. */
  readonly fitted: Fitted;
}

/** How one kind of step learns, scores and explains. */
export interface Trainer<Step, R extends EffectResult | ModelResult, Fitted> {
  learn(step: Step, inputs: Inputs, provenance: Provenance, task: Task): Learnt<R, Fitted>;
  /** What scoring reads of a row. */
  reads(fitted: Fitted): Reads;
  /** Columns to be added to a scored file. */
  score(step: Step, fitted: Fitted, inputs: Inputs, task: Task): OutputColumn[];
  /** One set of attributions per arm but the baseline; one for a model. */
  explain(step: Step, fitted: Fitted, inputs: Inputs, rows: Int32Array, task: Task): Attributions[];
  /**
   * What was fitted as trees that another library can hold.
   * @throws InputError CS5043 where there are none
   */
  trees(fitted: Fitted, library: Library): TreeEnsemble;
  /** What was fitted as plain values and typed arrays, to be kept in the content store. */
  pack(fitted: Fitted): unknown;
  /** @throws InputError where the value is none that {@link pack} made: a kept file may come from anyone */
  unpack(value: unknown, task: Task): Fitted;
}
