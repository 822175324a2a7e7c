import type { Interval } from '../result.js';

/** One thing of which training data and new data are held against each other. */
export interface Drift {
  readonly name: string;
  /** What is compared: `mean`, `share of Bern`, `share missing`. */
  readonly what: string;
  /** In the training data and in the new ones; null where it is said of both together. */
  readonly before: number | null;
  readonly now: number | null;
  /** New less old, and its interval. */
  readonly difference: number;
  readonly interval: Interval;
  /** Probability of so much or more where both data are drawn alike. */
  readonly p: number;
}
