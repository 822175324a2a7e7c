import type { Bench } from '../engine/job.js';

/**
 * What a node does before its split is sought: gives its rows the values (pseudo-outcomes rho, K each) whose sums are to
 * differ most between the sides.
 */
export interface Relabel {
  /** Values per row. */
  readonly width: number;
  /**
   * Relabels a node: its rows are the `count` unsigned 32-bit row numbers (those of the grower) from address `rows` on; writes count x width doubles
   * from address `rho` on. Values come times the weight of their row. False where the node has nothing left to tell apart.
   */
  relabel(rows: number, count: number, rho: number): boolean;
}

/** Prepares a relabelling for one thread; `argument` is what the family handed to the grower. */
export type Relabelling<Argument> = (bench: Bench, argument: Argument) => Relabel;

/** A relabelling chosen, with its argument: plain values and shared addresses that can be sent to other threads. */
export interface RelabelChoice {
  readonly name: string;
  readonly argument: unknown;
}

const known = new Map<string, Relabelling<never>>();

/**
 * Declares a relabelling under a name, since functions cannot be sent to threads. Its file must be imported by
 * `process/tree-worker.ts`. Returns how it is chosen.
 */
export function defineRelabelling<Argument>(
  name: string,
  prepare: Relabelling<Argument>,
): (argument: Argument) => RelabelChoice {
  known.set(name, prepare as Relabelling<never>);
  return (argument) => ({ name, argument });
}

/** The relabelling chosen, in this thread. */
export function prepareRelabel(bench: Bench, choice: RelabelChoice): Relabel {
  const prepare = known.get(choice.name);
  if (!prepare) throw new Error(`No thread knows a relabelling named ${choice.name}.`);
  return prepare(bench, choice.argument as never);
}
