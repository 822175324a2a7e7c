import type { Task } from '../../task.js';
import type { GrownForest } from './forest.js';
import type { ForestData, GrowthOptions } from './growth.js';

/**
 * Grows a forest with the current engine.
 *
 * @throws InputError CS5003 for fewer than 8 rows of positive weight, CS5006 where memory would not do
 */
export function growForest(_data: ForestData, _options: GrowthOptions, _task: Task): GrownForest {
  throw new Error('Not written yet.');
}
