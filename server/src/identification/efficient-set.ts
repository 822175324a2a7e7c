import { backdoorEnds } from './adjustment.js';
import { boundary } from './ancestral.js';
import { type EffectInGraph, selectable } from './effect.js';
import { either, type Mask, without } from './numbered.js';
import { openTrail } from './separation.js';

export interface EfficientSet {
  readonly set: Mask;
  /**
   * Whether no valid set of observed variables has a lower variance, in any model with this graph. Otherwise variables that
   * cause neither treatment nor outcome, but share an unobserved cause with the outcome, may tell more about it, and which set
   * is best depends on the numbers.
   */
  readonly optimal: boolean;
}

/**
 * The adjustment set of lowest asymptotic variance, or undefined where there is no adjustment set: all that touches the outcome
 * in the moral graph of the causes of treatment and outcome, over variables that may not be adjusted for. Where all is observed
 * it is the set O of Henckel, Perkovic and Maathuis 2022, "Graphical criteria for efficient total effect estimation via
 * adjustment in causal linear models"; with unobserved variables that of Smucler, Sapienza and Rotnitzky 2022, "Efficient
 * adjustment sets in causal graphical models with hidden variables". Linear in the number of arrows.
 *
 * It is optimal where it leaves nothing that may be adjusted for connected to the outcome: any valid set then gives its own
 * variables away for these without loss (Henckel et al. 2022, theorem 3.1; that these cannot predict the treatment given a valid
 * set without them follows since they touch the outcome). For several treatments this holds for each coefficient of their
 * joint effect.
 */
export function efficientSet(effect: EffectInGraph): EfficientSet | undefined {
  const set = boundary(backdoorEnds(effect));
  if (!set) return undefined;
  const rest = without(selectable(effect), set);
  const given = either(set, effect.treatments);
  return { set, optimal: !openTrail(effect.graph, effect.outcome, rest, given) };
}
