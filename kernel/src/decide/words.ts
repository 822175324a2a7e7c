/** Estimates in the sentences of what is decided. */

import type { Estimate } from '../result.js';
import { figure } from '../words/phrases.js';

/** `1,240 [900, 1,580]`. */
export function withInterval({ estimate, interval: [low, high] }: Estimate): string {
  return `${figure(estimate)} [${figure(low)}, ${figure(high)}]`;
}

/** `310 [20, 600] more`, `310 [20, 600] less`. */
export function moreOrLess(difference: Estimate): string {
  if (difference.estimate >= 0) return `${withInterval(difference)} more`;
  return `${withInterval(negative(difference))} less`;
}

/** An estimate of the opposite. */
export function negative({ estimate, stdError, interval: [low, high] }: Estimate): Estimate {
  return { estimate: -estimate, stdError, interval: [-high, -low] };
}
