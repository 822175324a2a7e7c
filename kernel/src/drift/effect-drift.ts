import type { EffectResult } from '../result.js';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import type { Drift } from './drift.js';

/**
 * How an effect on new data differs from that on the training data: each is estimated on its own rows, and the error of the difference is that of both
 * together, since no row is in both.
 *
 * @returns one per arm but the baseline that both data have
 */
export function effectDrift(before: EffectResult, now: EffectResult): Drift[] {
  const z = normalQuantile(0.5 + before.level / 2);
  return before.contrasts.flatMap(({ arm, estimate, stdError }): Drift[] => {
    const other = now.contrasts.find((each) => each.arm === arm);
    if (!other) return [];
    const difference = other.estimate - estimate;
    const error = Math.hypot(stdError, other.stdError);
    return [
      {
        ...{ name: nameOf(before, arm), what: 'effect', before: estimate, now: other.estimate, difference },
        interval: [difference - z * error, difference + z * error],
        p: error > 0 ? 2 * normalCdf(-Math.abs(difference) / error) : Number(difference === 0),
      },
    ];
  });
}

function nameOf({ name, contrasts }: EffectResult, arm: string): string {
  return contrasts.length > 1 ? `${name}: ${arm}` : name;
}
