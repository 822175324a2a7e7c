import type { EffectInGraph } from './effect.js';
import {
  ancestorsOf,
  both,
  descendantsOf,
  either,
  keepArrows,
  type Mask,
  members,
  type Numbered,
  without,
} from './numbered.js';
import { openTrail, type Path } from './separation.js';

/** Whether natural direct and indirect effects through some mediators can be had, and with what. */
export type Mediation =
  | {
      readonly identified: true;
      readonly mediators: Mask;
      /** What is adjusted for: without any one of them a path is open. */
      readonly set: Mask;
    }
  | { readonly identified: false; readonly fault: MediationFault };

export type MediationFault =
  /** No observed variable lies on a causal path. */
  | { readonly fault: 'no mediator' }
  /** The variable is not observed or on no causal path. */
  | { readonly fault: 'not a mediator'; readonly variable: string }
  /** A path into the treatment confounds it with a mediator or the outcome. */
  | { readonly fault: 'treatment confounded'; readonly path: Path }
  /** A path confounds a mediator with the outcome, over what is not observed or is an effect of the treatment. */
  | { readonly fault: 'mediator confounded'; readonly path: Path };

/** The two separations that one set has to make. */
interface Separations {
  readonly effect: EffectInGraph;
  readonly mediators: Mask;
  /** Treatment from mediators and outcome, without arrows out of the treatment. */
  readonly ofTreatment: Numbered;
  /** Mediators from outcome, without the treatment and without arrows out of the mediators. */
  readonly ofMediators: Numbered;
}

/** Work that dropping what can be spared may take, in arrows looked at: about a second. A set beyond it is told whole. */
const mostWork = 2e7;

/**
 * Natural direct and indirect effects of the treatments through the mediators together (by default every observed variable on a
 * causal path): a set W that no treatment causes and that blocks both what confounds treatment with mediators and outcome, and
 * what confounds mediators with outcome. With it the effect under mediators as they would be without treatment is
 * `sum_{m, w} P(y | t, m, w) P(m | t', w) P(w)`.
 *
 * A cause of mediator and outcome that the treatment causes cannot be in W, and then neither effect is identified (Avin, Shpitser
 * and Pearl 2005). All observed causes that the treatment does not cause make such a set if any set does.
 *
 * Pearl 2001, "Direct and indirect effects"; Shpitser and VanderWeele 2011, "A complete graphical criterion for the adjustment
 * formula in mediation analysis".
 */
export function mediation(effect: EffectInGraph, through?: Mask): Mediation {
  const possible = both(without(effect.causal, effect.outcome), effect.observed);
  const mediators = through ?? possible;
  const other = members(without(mediators, possible))[0];
  if (other !== undefined) return no({ fault: 'not a mediator', variable: effect.graph.names[other] });
  if (!mediators.includes(1)) return no({ fault: 'no mediator' });
  const separations = separationsOf(effect, mediators);
  const canonical = canonicalSet(effect, mediators);
  const fault = faultWith(separations, canonical);
  if (fault) return no(fault);
  return { identified: true, mediators, set: thinned(separations, canonical) };
}

const no = (fault: MediationFault): Mediation => ({ identified: false, fault });

function separationsOf(effect: EffectInGraph, mediators: Mask): Separations {
  const { graph, treatments } = effect;
  return {
    effect,
    mediators,
    ofTreatment: keepArrows(graph, (cause) => !treatments[cause]),
    ofMediators: keepArrows(
      graph,
      (cause, result) => !treatments[cause] && !treatments[result] && !mediators[cause],
    ),
  };
}

/** All observed causes of treatment, mediators or outcome that the treatment does not cause. */
function canonicalSet({ graph, treatments, outcome, observed }: EffectInGraph, mediators: Mask): Mask {
  const relevant = ancestorsOf(graph, either(either(treatments, mediators), outcome));
  // Mediators and the outcome are caused by the treatment, so this leaves them out too.
  return without(both(observed, relevant), either(descendantsOf(graph, treatments), outcome));
}

/** What is wrong with a set W, or undefined. */
function faultWith(separations: Separations, set: Mask): MediationFault | undefined {
  const { effect, mediators, ofTreatment, ofMediators } = separations;
  const { treatments, outcome } = effect;
  const first = openTrail(ofTreatment, treatments, either(mediators, outcome), set);
  if (first) return { fault: 'treatment confounded', path: first };
  const second = openTrail(ofMediators, mediators, outcome, set);
  return second && { fault: 'mediator confounded', path: second };
}

/** The set without what can be spared, one after another, causes of the treatment alone first. */
function thinned(separations: Separations, set: Mask): Mask {
  const { graph, outcome } = separations.effect;
  const arrows = graph.children.reduce((sum, below) => sum + below.length, graph.size);
  const left = set.slice();
  const causes = ancestorsOf(separations.ofMediators, either(outcome, separations.mediators));
  const order = [...members(without(set, causes)), ...members(both(set, causes))];
  if (order.length * arrows > mostWork) return left;
  for (const node of order) {
    left[node] = 0;
    if (faultWith(separations, left)) left[node] = 1;
  }
  return left;
}
