import { nearestSeparator, type ToSeparate } from './ancestral.js';
import type { Dag } from './dag.js';
import { type EffectInGraph, effectInGraph, hasEffect, selectable } from './effect.js';
import {
  ancestorsOf,
  both,
  either,
  isWithin,
  type Mask,
  maskOfNames,
  members,
  namesOf,
  without,
} from './numbered.js';
import { openTrail, type Path } from './separation.js';

/** Whether an effect can be had by adjustment, and with what; if not, along which path it is confounded. */
export type Adjustment =
  | {
      readonly identified: true;
      /** A minimal set, in the order of the graph: without any one of them a path is open. */
      readonly set: readonly string[];
    }
  | { readonly identified: false; readonly path: Path };

/** Why a listed set is not an adjustment set. */
export type SetFault =
  | { readonly fault: 'forbidden'; readonly variable: string }
  | { readonly fault: 'open'; readonly path: Path };

/** The separation that adjustment is: treatments from outcome in the proper backdoor graph, by what may be chosen. */
export function backdoorEnds(effect: EffectInGraph): ToSeparate {
  const { backdoor, treatments, outcome } = effect;
  return { graph: backdoor, from: treatments, to: outcome, candidates: selectable(effect) };
}

/**
 * The minimal adjustment set nearest to the outcome: of all minimal sets the one that makes the estimate most precise, since what
 * predicts the outcome helps and what predicts the treatment alone hurts. Linear in the number of arrows.
 *
 * van der Zander, Liskiewicz and Textor 2019, theorem 4.4; Rotnitzky and Smucler 2020, "Efficient adjustment sets for population
 * average treatment effect estimation in non-parametric causal graphical models".
 */
export function minimalAdjustment(effect: EffectInGraph): Mask | undefined {
  return nearestSeparator(backdoorEnds(effect));
}

/** A path that stays open whatever observed is adjusted for; undefined where an adjustment set exists. */
export function unblockablePath(effect: EffectInGraph): Path | undefined {
  const { graph, backdoor, treatments, outcome } = effect;
  const relevant = ancestorsOf(graph, either(treatments, outcome));
  return openTrail(backdoor, treatments, outcome, both(selectable(effect), relevant));
}

/** The parents of the treatments where they are observed and block every path that is not causal. */
export function parentSet(effect: EffectInGraph): Mask | undefined {
  const { graph, treatments, observed } = effect;
  const parents = new Uint8Array(graph.size);
  for (const treatment of members(treatments))
    for (const parent of graph.parents[treatment]) parents[parent] = 1;
  const others = without(parents, treatments);
  return isWithin(others, observed) && !adjustmentFault(effect, others) ? others : undefined;
}

/**
 * What is wrong with a set, or undefined where it is a valid adjustment set, by the generalised adjustment criterion: it holds
 * nothing on or below a causal path and blocks every path that is not causal.
 */
export function adjustmentFault(effect: EffectInGraph, set: Mask): SetFault | undefined {
  const { graph, backdoor, treatments, outcome, forbidden } = effect;
  const barred = members(both(set, either(forbidden, either(treatments, outcome))));
  if (barred.length > 0) return { fault: 'forbidden', variable: graph.names[barred[0]] };
  const path = openTrail(backdoor, treatments, outcome, set);
  return path && { fault: 'open', path };
}

/** The adjustment set a graph implies for an effect, from the observed variables: {@link minimalAdjustment} by names. */
export function adjustmentSet(
  dag: Dag,
  treatment: string,
  outcome: string,
  observed: Iterable<string>,
): Adjustment {
  const effect = effectInGraph(dag, [treatment], outcome, observed);
  const set = minimalAdjustment(effect);
  if (set) return { identified: true, set: namesOf(effect.graph, set) };
  return { identified: false, path: unblockablePath(effect)! };
}

/** What is wrong with a listed set, or undefined where it is a valid adjustment set: {@link adjustmentFault} by names. */
export function faultOfSet(
  dag: Dag,
  treatment: string,
  outcome: string,
  set: Iterable<string>,
): SetFault | undefined {
  const effect = effectInGraph(dag, [treatment], outcome, []);
  return adjustmentFault(effect, maskOfNames(effect.graph, set));
}

/** Whether a directed path leads from treatment to outcome. */
export function causes(dag: Dag, treatment: string, outcome: string): boolean {
  return hasEffect(effectInGraph(dag, [treatment], outcome, []));
}
