import type { Interval, NumberNeeded } from '../../result.js';

/**
 * Number needed to treat for one outcome more, or one fewer, of a difference of probabilities: `1 / |effect|`, between the inverses of
 * the ends of the effect's interval (Altman 1998). Where that interval holds 0 the number's own goes through infinity, from some for
 * one more to some for one fewer: null. There is none of an effect of 0.
 */
export function numberNeeded(effect: number, [low, high]: Interval): NumberNeeded | null {
  if (effect === 0) return null;
  const clear = low > 0 || high < 0;
  const [least, most] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  return {
    estimate: 1 / Math.abs(effect),
    interval: clear ? [1 / most, 1 / least] : null,
    of: effect > 0 ? 'more' : 'fewer',
  };
}
