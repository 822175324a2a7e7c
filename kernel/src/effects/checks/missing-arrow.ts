import type { EffectStep, GraphAddition } from '../../plan.js';

type Implications = EffectStep['parameters']['implications'];

/** What a graph lacks by its tests. */
export interface MissingArrow {
  /** Between the same two variables, and equally good. */
  readonly additions: readonly GraphAddition[];
  /** Failed implications that it would explain, and those that did not fail and that it would take back, too. */
  readonly explains: number;
  readonly unsays: number;
}

/**
 * The addition to a graph that explains most of the implications that failed; among equals the one that takes back the fewest of those
 * that did not. Undefined where none was failed or none is known.
 *
 * @param failed places of the implications that failed
 * @param held places of those that did not; an implication that could not be tested is in neither
 */
export function missingArrow(
  implications: Implications,
  failed: readonly number[],
  held: readonly number[],
): MissingArrow | undefined {
  const [isFailed, isHeld] = [new Set(failed), new Set(held)];
  const rated = failed
    .flatMap((place) => implications[place].additions ?? [])
    .map((addition) => ({
      addition,
      explains: addition.takesBack.filter((place) => isFailed.has(place)).length,
      unsays: addition.takesBack.filter((place) => isHeld.has(place)).length,
    }));
  const [best] = [...rated].sort((a, b) => b.explains - a.explains || a.unsays - b.unsays);
  if (!best) return undefined;
  const equal = rated.filter(
    ({ addition, explains, unsays }) =>
      explains === best.explains &&
      unsays === best.unsays &&
      addition.between.every((name) => best.addition.between.includes(name)),
  );
  const { explains, unsays } = best;
  return { additions: equal.map(({ addition }) => addition), explains, unsays };
}
