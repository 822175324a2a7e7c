import type { Head } from '../text/heads.js';
import type { CausalForest } from '../trees/causal-forest.js';

/** Heads of one text, fitted on all rows: they turn a text into the scores that the forests know it by. */
export interface FittedText {
  /** Name of the `text` declaration. */
  readonly name: string;
  /** One per score, in the order the forests were given them. */
  readonly scores: readonly { readonly feature: string; readonly head: Head }[];
}

/** What stays of an effect once it is estimated: enough to score and explain rows it has never seen. */
export interface FittedEffect {
  readonly version: 1;
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  readonly level: number;
  /** Average effect of each arm but the baseline. */
  readonly averages: readonly { readonly estimate: number; readonly stdError: number }[];
  /** Columns the forests read, texts not among them. */
  readonly columns: readonly string[];
  readonly texts: readonly FittedText[];
  /** One per arm but the baseline; none where the effect was taken to be the same for everyone. */
  readonly forests: readonly CausalForest[];
}
