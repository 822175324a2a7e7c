import type { EffectResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';

/** Values that say nothing without the name of their column. */
const bare = /^([+-]?\d+(\.\d+)?|true|false|yes|no)$/i;

/** An arm that can stand alone: `coupon = 1` for `1`, `Mens E-Mail` as it is. */
export function armInWords(treatment: string, arm: string): string {
  return bare.test(arm) ? `${treatment} = ${arm}` : arm;
}

/** The result with arms that can stand alone in a chart: `coupon = 1` for `1`, `Mens E-Mail` as it is. */
export function withNamedArms(result: EffectResult): EffectResult {
  const named = (arm: string): string => armInWords(result.treatment, arm);
  const renamed = <T extends { readonly arm: string }>(items: readonly T[]): T[] =>
    items.map((item) => ({ ...item, arm: named(item.arm) }));
  return {
    ...result,
    arms: (result.arms.length ? result.arms : [say`the baseline`]).map(named),
    contrasts: renamed(result.contrasts),
    overlap: renamed(result.overlap),
    balance: renamed(result.balance),
    ...(result.sensitivity && { sensitivity: renamed(result.sensitivity) }),
    ...(result.simulated && { simulated: renamed(result.simulated) }),
    ...(result.textModes && { textModes: renamed(result.textModes) }),
    heterogeneity: renamed(result.heterogeneity),
    ...(result.groups && { groups: renamed(result.groups) }),
    ...(result.uplift && { uplift: renamed(result.uplift) }),
    ...(result.selection && { selection: renamed(result.selection) }),
    ...(result.mediation && { mediation: renamed(result.mediation) }),
  };
}
