import type { EffectResult } from '../result.js';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import { shareDrift } from './column-drift.js';
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

/** How the share of rows differs that hardly could have been in one of the arms. */
export function overlapDrift(before: EffectResult, now: EffectResult): Drift[] {
  return before.overlap.flatMap(({ arm, shareOutside }): Drift[] => {
    const other = now.overlap.find((each) => each.arm === arm);
    if (!other) return [];
    const count = (share: number, n: number): [number, number] => [Math.round(share * n), n];
    const found = shareDrift(count(shareOutside, before.n), count(other.shareOutside, now.n), before.level);
    return [{ name: nameOf(before, arm), what: 'share without overlap', ...found }];
  });
}

function nameOf({ name, contrasts }: EffectResult, arm: string): string {
  return contrasts.length > 1 ? `${name}: ${arm}` : name;
}
