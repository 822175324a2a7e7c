import type { Dag } from './dag.js';
import {
  ancestorsOf,
  both,
  descendantsOf,
  keepArrows,
  type Mask,
  maskOf,
  maskOfNames,
  type Numbered,
  numbered,
  without,
} from './numbered.js';

/** One effect looked at in a graph, with what every strategy asks of it. Sets are masks over the graph's variables. */
export interface EffectInGraph {
  readonly graph: Numbered;
  /** One treatment or several, set together. */
  readonly treatments: Mask;
  readonly outcome: Mask;
  /** What may be looked at, the ends of the effect among it or not. */
  readonly observed: Mask;
  /** Variables on a proper causal path (one that leaves the treatments at once), the outcome among them. */
  readonly causal: Mask;
  /** What no adjustment set may hold: variables on a causal path and all that they cause. */
  readonly forbidden: Mask;
  /** The proper backdoor graph: without the first arrows of the causal paths, so that what is open in it is not causal. */
  readonly backdoor: Numbered;
}

/**
 * Proper causal paths, what they forbid and the proper backdoor graph, in linear time. The graph has no cycle; it has the
 * outcome and the treatments, and the outcome is not a treatment.
 *
 * van der Zander, Liskiewicz and Textor 2019, "Separators and adjustment sets in causal graphs", section 4; Perkovic, Textor,
 * Kalisch and Maathuis 2018, "Complete graphical characterization and construction of adjustment sets".
 */
export function effectInGraph(
  dag: Dag,
  treatments: readonly string[],
  outcome: string,
  observed: Iterable<string>,
): EffectInGraph {
  const graph = numbered(dag);
  return effectOf(
    graph,
    maskOfNames(graph, treatments),
    maskOfNames(graph, [outcome]),
    maskOfNames(graph, observed),
  );
}

/** {@link effectInGraph} by numbers. */
export function effectOf(graph: Numbered, treatments: Mask, outcome: Mask, observed: Mask): EffectInGraph {
  const below = without(descendantsOf(graph, treatments), treatments);
  const causal = both(below, ancestorsOf(graph, outcome, treatments));
  const forbidden = descendantsOf(graph, causal);
  const backdoor = keepArrows(graph, (cause, effect) => !(treatments[cause] && causal[effect]));
  return { graph, treatments, outcome, observed, causal, forbidden, backdoor };
}

/** What an adjustment set may be chosen from. */
export function selectable({ graph, treatments, outcome, observed, forbidden }: EffectInGraph): Mask {
  const ends = maskOf(graph, []).map((_, node) => treatments[node] | outcome[node]);
  return without(without(observed, forbidden), ends);
}

/** Whether a directed path leads from a treatment to the outcome. */
export function hasEffect({ causal }: EffectInGraph): boolean {
  return causal.includes(1);
}
