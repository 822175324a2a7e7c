import type { EffectInGraph } from './effect.js';
import type { Listed } from './minimal-sets.js';
import {
  ancestorsOf,
  both,
  descendantsOf,
  either,
  isWithin,
  keepArrows,
  type Mask,
  maskOf,
  members,
  type Numbered,
  without,
} from './numbered.js';
import { connectedTo, directedPath, openTrail, type Path } from './separation.js';
import { smallestEnough } from './smallest.js';

/** Why a set is not a front-door set, by the condition that fails. */
export type FrontDoorFault =
  /** Not observed, or an end of the effect. */
  | { readonly fault: 'not usable'; readonly variable: string }
  /** A causal path passes by the set. */
  | { readonly fault: 'bypassed'; readonly path: Path }
  /** A path into the treatment confounds it with a variable of the set. */
  | { readonly fault: 'confounded with treatment'; readonly path: Path }
  /** A path into a variable of the set confounds it with the outcome, whatever the treatment. */
  | { readonly fault: 'confounded with outcome'; readonly path: Path };

/** A variable on a causal path that cannot be in a front-door set, and why. */
export interface Obstacle {
  readonly variable: string;
  readonly reason: FrontDoorFault;
}

/** A minimal front-door set; or a causal path that none intercepts, with what bars each variable on it. */
export type FrontDoor =
  | { readonly identified: true; readonly set: Mask }
  | { readonly identified: false; readonly path: Path; readonly obstacles: readonly Obstacle[] };

const withoutArrowsOutOf = (graph: Numbered, nodes: Mask): Numbered =>
  keepArrows(graph, (cause) => !nodes[cause]);

/**
 * What is wrong with a set, or undefined where it meets the front-door criterion: it intercepts every causal path, nothing
 * confounds it with the treatments, and the treatments block what confounds it with the outcome.
 *
 * Pearl 1995, "Causal diagrams for empirical research".
 */
export function frontDoorFault(effect: EffectInGraph, set: Mask): FrontDoorFault | undefined {
  const { graph, treatments, outcome, observed } = effect;
  const usable = without(observed, either(treatments, outcome));
  const unusable = members(without(set, usable))[0];
  if (unusable !== undefined) return { fault: 'not usable', variable: graph.names[unusable] };
  const bypass = directedPath(graph, treatments, outcome, set);
  if (bypass) return { fault: 'bypassed', path: bypass };
  return confoundingOf(effect, set);
}

/** The second and third condition alone. */
function confoundingOf({ graph, treatments, outcome }: EffectInGraph, set: Mask): FrontDoorFault | undefined {
  const nothing = maskOf(graph, []);
  const before = openTrail(withoutArrowsOutOf(graph, treatments), treatments, set, nothing);
  if (before) return { fault: 'confounded with treatment', path: before };
  const behind = openTrail(withoutArrowsOutOf(graph, set), set, outcome, treatments);
  return behind && { fault: 'confounded with outcome', path: behind };
}

/** What nothing confounds with the treatments: all that can be in a front-door set. */
function unconfounded({ graph, treatments, outcome, observed }: EffectInGraph): Mask {
  const confounded = connectedTo(withoutArrowsOutOf(graph, treatments), treatments, maskOf(graph, []));
  return without(observed, either(confounded, outcome));
}

/**
 * The largest part of some unconfounded candidates that the treatments keep from being confounded with the outcome, in linear
 * time. One search from the outcome in the graph without arrows out of the part: a candidate that it comes to leaves the
 * part, and the search goes on over that candidate's arrows. No candidate causes a treatment, so that which colliders the
 * treatments open stays the same.
 *
 * Jeong, Tian and Bareinboim 2022, "Finding and listing front-door adjustment sets"; in linear time Wienöbst, van der Zander and
 * Liskiewicz 2024, "Linear-time algorithms for front-door adjustment in causal graphs".
 */
function largestPart({ graph, treatments, outcome }: EffectInGraph, candidates: Mask): Mask {
  const part = candidates.slice();
  const opensCollider = ancestorsOf(graph, treatments);
  const seen = new Uint8Array(2 * graph.size);
  const waiting: number[] = [];
  const visit = (next: number): void => {
    if (seen[next]) return;
    seen[next] = 1;
    waiting.push(next);
  };
  const goesUp = (node: number): boolean =>
    (seen[2 * node] === 1 && !treatments[node]) || (seen[2 * node + 1] === 1 && opensCollider[node] === 1);
  const leave = (node: number): void => {
    part[node] = 0;
    if (graph.children[node].some(goesUp)) visit(2 * node);
  };
  for (const node of members(outcome)) visit(2 * node);
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const node = here >> 1;
    if (part[node]) leave(node);
    if (!treatments[node]) for (const child of graph.children[node]) visit(2 * child + 1);
    const upwards = here & 1 ? opensCollider[node] : !treatments[node];
    if (upwards) for (const parent of graph.parents[node]) if (!part[parent]) visit(2 * parent);
  }
  return part;
}

const intercepts = ({ graph, treatments, outcome }: EffectInGraph, set: Mask): boolean =>
  directedPath(graph, treatments, outcome, set) === undefined;

/**
 * A part of a front-door set that is one and of which nothing can be spared; the preferred are kept if they can. It is looked for
 * among those that causal paths come to first, if these are enough.
 */
function minimalWithin(effect: EffectInGraph, set: Mask, preferred: Mask): Mask {
  const { graph, treatments } = effect;
  const enough = (some: readonly number[]): boolean =>
    intercepts(effect, largestPart(effect, maskOf(graph, some)));
  const first = both(
    descendantsOf(
      keepArrows(graph, (cause) => !set[cause]),
      treatments,
    ),
    set,
  );
  const near = [...members(both(set, preferred)), ...members(without(first, preferred))];
  const rest = members(without(set, either(first, preferred)));
  const items = rest.length > 0 && enough(near) ? near : [...near, ...rest];
  return maskOf(graph, smallestEnough(items, enough));
}

/** A minimal front-door set, or why there is none. */
export function frontDoor(effect: EffectInGraph): FrontDoor {
  const { graph, treatments, outcome } = effect;
  const largest = largestPart(effect, unconfounded(effect));
  const path = directedPath(graph, treatments, outcome, largest);
  if (!path) return { identified: true, set: minimalWithin(effect, largest, maskOf(graph, [])) };
  const between = path.slice(1, -1).map(({ node }) => graph.numbers.get(node)!);
  return { identified: false, path, obstacles: between.map((node) => obstacle(effect, largest, node)) };
}

function obstacle(effect: EffectInGraph, largest: Mask, node: number): Obstacle {
  const variable = effect.graph.names[node];
  if (!effect.observed[node]) return { variable, reason: { fault: 'not usable', variable } };
  const grown = largest.slice();
  grown[node] = 1;
  return { variable, reason: confoundingOf(effect, grown)! };
}

/**
 * All minimal front-door sets, each once, until `limit` of them are told or 2 `limit` parts of the graph were searched without
 * telling them all.
 */
export function frontDoorSets(effect: EffectInGraph, limit: number): Listed {
  const sets: Mask[] = [];
  let searches = 2 * limit;
  let complete = true;
  // Minimal sets that hold `kept` and are chosen from `from`; any but the one found lacks a variable of it.
  const list = (from: Mask, kept: Mask): void => {
    const largest = largestPart(effect, from);
    if (!isWithin(kept, largest) || !intercepts(effect, largest)) return;
    if (searches-- <= 0 || sets.length === limit) {
      complete = false;
      return;
    }
    const found = minimalWithin(effect, largest, kept);
    if (isWithin(kept, found)) sets.push(found);
    const held = kept.slice();
    for (const node of members(without(found, kept))) {
      const rest = largest.slice();
      rest[node] = 0;
      list(rest, held);
      held[node] = 1;
    }
  };
  list(unconfounded(effect), maskOf(effect.graph, []));
  return { sets, complete };
}
