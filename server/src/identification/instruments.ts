import { boundary, nearestSeparator, type ToSeparate } from './ancestral.js';
import { type EffectInGraph, selectable } from './effect.js';
import { ancestorsOf, both, descendantsOf, either, type Mask, maskOf, members, without } from './numbered.js';
import { connectedTo, openTrail, type Path } from './separation.js';

/** A variable that moves the outcome through the treatment alone once some others are held fixed. */
export interface Instrument {
  readonly variable: number;
  readonly given: Mask;
}

/** Why a variable is not an instrument given a set. */
export type InstrumentFault =
  /** The instrument is an effect of the treatment, not observed or an end; or a given variable may not be adjusted for. */
  | { readonly fault: 'not usable'; readonly variable: string }
  /** Nothing connects it to the treatment. */
  | { readonly fault: 'irrelevant'; readonly variable: string }
  /** It reaches the outcome on a path past the treatment. */
  | { readonly fault: 'open'; readonly path: Path };

export type InstrumentSearch =
  /** Those that need the fewest others first. */
  | { readonly identified: true; readonly instruments: readonly Instrument[] }
  /** A path past the treatment for up to ten variables that are connected to it; empty where no variable is. */
  | { readonly identified: false; readonly paths: readonly Path[] };

/** Work that a search for instruments may take, in arrows looked at: about a second. Variables beyond it are not looked at. */
const mostWork = 2e7;
const mostPaths = 10;

/** What can be an instrument or held fixed for one: observed, and not caused by the treatment. */
function candidates(effect: EffectInGraph): Mask {
  return without(selectable(effect), descendantsOf(effect.graph, effect.treatments));
}

/**
 * What keeps a variable from being an instrument for the total effect given a set: in the graph without the first arrows of the
 * causal paths the set separates it from the outcome, but not from the treatment.
 *
 * Brito and Pearl 2002, "Generalized instrumental variables"; for total effects Henckel, Buttenschoen and Maathuis 2024,
 * "Graphical tools for selecting conditional instrumental sets".
 */
export function instrumentFault(
  effect: EffectInGraph,
  { variable, given }: Instrument,
): InstrumentFault | undefined {
  const { graph, backdoor, treatments, outcome } = effect;
  const name = graph.names[variable];
  if (!candidates(effect)[variable]) return { fault: 'not usable', variable: name };
  const unusable = members(without(given, selectable(effect)))[0] ?? (given[variable] ? variable : undefined);
  if (unusable !== undefined) return { fault: 'not usable', variable: graph.names[unusable] };
  const self = maskOf(graph, [variable]);
  const path = openTrail(backdoor, self, outcome, given);
  if (path) return { fault: 'open', path };
  return openTrail(graph, self, treatments, given) ? undefined : { fault: 'irrelevant', variable: name };
}

/**
 * Every variable that is an instrument given causes of its own or of the outcome, with a set that makes it one. The separator
 * nearest to the outcome leaves the most open between instrument and treatment, so no other needs to be tried. Where any
 * variable is an instrument given anything that the treatment does not cause, some variable is one in this way. For one
 * treatment.
 *
 * van der Zander, Textor and Liskiewicz 2015, "Efficiently finding conditional instruments for causal inference".
 */
export function instruments(effect: EffectInGraph): InstrumentSearch {
  const { graph, backdoor, treatments, outcome } = effect;
  const possible = candidates(effect);
  const found: Instrument[] = [];
  const paths: Path[] = [];
  const related = connectedTo(graph, treatments, maskOf(graph, []));
  // What touches the outcome over nothing that may be held fixed is separated from it by no set.
  const touching = boundary({ graph: backdoor, from: maskOf(graph, []), to: outcome, candidates: possible });
  const arrows = graph.children.reduce((sum, below) => sum + below.length, graph.size);
  for (const variable of causesFirst(effect, possible).slice(0, Math.ceil(mostWork / arrows))) {
    const ends = endsOf(effect, possible, variable);
    const given = touching?.[variable] ? undefined : nearestSeparator(ends);
    if (given && openTrail(graph, ends.from, treatments, given)) found.push({ variable, given });
    if (given || !related[variable] || paths.length === mostPaths) continue;
    const relevant = ancestorsOf(graph, either(ends.from, outcome));
    paths.push(openTrail(ends.graph, ends.from, outcome, both(ends.candidates, relevant))!);
  }
  if (found.length === 0) return { identified: false, paths };
  const size = ({ given }: Instrument): number => members(given).length;
  return { identified: true, instruments: found.sort((a, b) => size(a) - size(b)) };
}

/** The separation that makes a variable an instrument: from the outcome, in the proper backdoor graph. */
function endsOf({ graph, backdoor, outcome }: EffectInGraph, possible: Mask, variable: number): ToSeparate {
  const given = possible.slice();
  given[variable] = 0;
  return { graph: backdoor, from: maskOf(graph, [variable]), to: outcome, candidates: given };
}

/** In the order of the graph, causes of the treatment before others. */
function causesFirst(effect: EffectInGraph, all: Mask): number[] {
  const causes = ancestorsOf(effect.graph, effect.treatments);
  return [...members(both(all, causes)), ...members(without(all, causes))];
}
