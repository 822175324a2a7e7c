import type { Units } from '../../models/units.js';
import { freedomOf } from './freedom.js';
import { withInterval } from './interval.js';
import { type RatioEstimate, ratioEstimate } from './ratio-estimate.js';

/** A mean of parts. Few parts that matter, and large weights, make their own error uncertain, which Student's t allows for. */
export function meanError(values: Float64Array, level: number, clusters?: Units): RatioEstimate {
  const everyone = new Float64Array(values.length).fill(1);
  const found = ratioEstimate(values, everyone, level, undefined, clusters);
  if (found.freedom !== undefined) return found;
  const freedom = freedomOf(values);
  return { ...withInterval(found.estimate, found.stdError, level, freedom), freedom };
}
