import type { Adapter } from './adapter.js';
import type { Gain } from './gain.js';

/** What came of adapting the vectors of a text to the texts themselves. */
export interface Adaptation {
  /** Column whose values say which texts belong together; absent where texts are held against themselves. */
  readonly pairs?: string;
  /** How much better pairs are found; absent without a column, and where there are too few pairs. */
  readonly found?: Gain;
  /** How much better the words of a text are told; absent where there are too few texts or words. */
  readonly told?: Gain;
  /** Present where there is a gain. */
  readonly adapter?: Adapter;
}
