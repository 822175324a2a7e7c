import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import type { Estimates, Forest } from './forest.js';

/**
 * Estimates for new rows from all trees, one per row of `features`.
 * Throws InputError where a feature of the forest is absent or of another kind.
 */
export function predictEstimates(_forest: Forest, _features: Features, _task: Task = unwatched): Estimates {
  throw new Error('Not written yet.');
}
