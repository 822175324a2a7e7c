import { backdoorEnds } from './adjustment.js';
import { boundary } from './ancestral.js';
import { type EffectInGraph, selectable } from './effect.js';
import { both, either, type Mask, members, without } from './numbered.js';
import { connectedTo } from './separation.js';

export interface EfficientSet {
  readonly set: Mask;
  /**
   * Whether no valid set of observed variables has a lower variance, in any model with this graph. It is false where variables
   * that share an unobserved cause with the outcome tell more about it: which set is best may then depend on the numbers, and
   * what is sure of this one is that no minimal set is better.
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
 * variables away for these without loss (Henckel et al. 2022; that these cannot predict the treatment given a valid
 * set without them follows since they touch the outcome). Otherwise what is left is added where it tells of the outcome and not
 * of the treatment, which never does harm. For several treatments this holds for each coefficient of their
 * joint effect.
 */
export function efficientSet(effect: EffectInGraph): EfficientSet | undefined {
  const set = boundary(backdoorEnds(effect));
  if (!set) return undefined;
  const telling = tellingOfOutcome(effect, set);
  if (!telling.includes(1)) return { set, optimal: true };
  const ofTreatment = connectedTo(effect.graph, effect.treatments, set);
  return { set: withTelling(effect, set, without(telling, ofTreatment)), optimal: false };
}

/** What may be adjusted for beside a set and is still connected to the outcome. */
function tellingOfOutcome(effect: EffectInGraph, set: Mask): Mask {
  const connected = connectedTo(effect.graph, effect.outcome, either(set, effect.treatments));
  return both(connected, without(selectable(effect), set));
}

/** Work that leaving out what became idle may take, in arrows looked at: about a second. */
const mostWork = 2e7;

/** The set with more variables, without those of them that tell nothing once the others are known. */
function withTelling(effect: EffectInGraph, set: Mask, more: Mask): Mask {
  const { graph } = effect;
  const joined = either(set, more);
  const added = members(more);
  const arrows = graph.children.reduce((sum, below) => sum + below.length, graph.size);
  if (added.length * arrows > mostWork) return joined;
  for (const node of added) {
    joined[node] = 0;
    if (tellingOfOutcome(effect, joined)[node]) joined[node] = 1;
  }
  return joined;
}
