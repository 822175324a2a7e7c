import type { Adapters } from './adapters.js';
import type { Bases } from './bases.js';

/** What was learnt of texts before any head saw them, and lies with a model: texts that are read later are read with the same. */
export interface Learnt {
  readonly bases: Bases;
  readonly adapters: Adapters;
}
