import { minimalAdjustment } from './adjustment.js';
import type { EffectInGraph } from './effect.js';
import type { InstrumentSearch } from './instruments.js';
import { ancestorsOf, both, descendantsOf, either, type Mask, maskOf, members, without } from './numbered.js';
import { connectedTo, openTrail } from './separation.js';

/** What a variable is with respect to an effect; the first that fits. */
export type Role =
  | 'treatment'
  | 'outcome'
  /** On a causal path from treatment to outcome. */
  | 'mediator'
  /** Causes treatment and outcome, the latter not through the treatment; or belongs to the minimal adjustment set. */
  | 'confounder'
  /** An effect of treatment and outcome, or adjusting for it opens a path. */
  | 'collider'
  /** Any other effect of the treatment. */
  | 'post-treatment'
  /** Moves the outcome through the treatment alone, given others if need be. */
  | 'instrument'
  /** Any other cause of the outcome: the effect may differ by its value, and it makes the estimate precise. */
  | 'effect modifier'
  | 'other';

export interface RoleOf {
  readonly variable: string;
  readonly role: Role;
  readonly observed: boolean;
}

/** Work that telling colliders may take, in arrows looked at: about a second. */
const mostWork = 2e7;

/**
 * The role of every variable, in the order of the graph, with the instruments that were found.
 *
 * VanderWeele and Shpitser 2013, "On the definition of a confounder"; VanderWeele and Robins 2007, "Four types of effect
 * modification".
 */
export function rolesOf(effect: EffectInGraph, found?: InstrumentSearch): RoleOf[] {
  const { graph, treatments, outcome, observed } = effect;
  const adjustment = minimalAdjustment(effect);
  const causes = without(ancestorsOf(graph, treatments), treatments);
  const predictors = without(ancestorsOf(graph, outcome, treatments), outcome);
  const below = descendantsOf(graph, treatments);
  const movers = found?.identified ? found.instruments.map(({ variable }) => variable) : [];
  const ofRoles: readonly (readonly [Role, Mask])[] = [
    ['treatment', treatments],
    ['outcome', outcome],
    ['mediator', effect.causal],
    ['confounder', either(both(causes, predictors), adjustment ?? maskOf(graph, []))],
    ['collider', colliders(effect, adjustment)],
    ['post-treatment', below],
    ['instrument', maskOf(graph, movers)],
    ['effect modifier', predictors],
  ];
  return graph.names.map((variable, node) => ({
    variable,
    role: ofRoles.find(([, mask]) => mask[node])?.[0] ?? 'other',
    observed: observed[node] === 1,
  }));
}

/** Effects of treatment and outcome past each other, and variables that open a path when they join a valid set. */
function colliders({ graph, backdoor, treatments, outcome }: EffectInGraph, adjustment?: Mask): Mask {
  const found = both(descendantsOf(backdoor, treatments), descendantsOf(graph, outcome));
  const arrows = graph.children.reduce((sum, below) => sum + below.length, graph.size);
  if (!adjustment || graph.size * arrows > mostWork) return found;
  // Only what both ends are connected to can open a path between them.
  const touched = both(
    connectedTo(backdoor, treatments, adjustment),
    connectedTo(backdoor, outcome, adjustment),
  );
  for (const node of members(without(touched, either(treatments, outcome)))) {
    const joined = adjustment.slice();
    joined[node] = 1;
    if (openTrail(backdoor, treatments, outcome, joined)) found[node] = 1;
  }
  return found;
}
