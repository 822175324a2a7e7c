import type { EffectInGraph } from './effect.js';
import { members, topologicalOrder } from './numbered.js';

/** Work that it may take, in pairs of a variable and an arrow: about a second. */
const mostWork = 2e7;

/** `cause * graph.size + effect`: arrows as numbers. */
export type ArrowNumber = number;

/**
 * Arrows on a confounding path: from a common cause one leg runs along arrows into a treatment, another one into the outcome and past
 * the treatments, and they share the cause alone. Undefined in a graph with more than 2e7 pairs of a variable and an arrow.
 *
 * Two pebbles walk down from the common cause, and the one that comes earlier in the order of the graph always moves: so they never
 * step where the other one was (Fortune, Hopcroft and Wyllie 1980, "The directed subgraph homeomorphism problem"). An arrow is
 * on such a path if a move along it leads from a start to both ends.
 */
export function confoundingArrows(effect: EffectInGraph): ReadonlySet<ArrowNumber> | undefined {
  const { size, children } = effect.graph;
  const arrows = children.reduce((sum, below) => sum + below.length, size);
  if (size * arrows > mostWork) return undefined;
  const pebbles = new Pebbles(effect);
  const leads = pebbles.thatReachBothEnds();
  const found = new Set<ArrowNumber>();
  const seen = new Uint8Array(size * size);
  const waiting: number[] = [];
  const visit = (pair: number): void => {
    if (seen[pair] || !leads[pair]) return;
    seen[pair] = 1;
    waiting.push(pair);
  };
  for (let cause = 0; cause < size; cause++) visit(cause * size + cause);
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const moving = pebbles.moving(pair);
    if (moving === undefined) continue;
    for (const [after, arrow] of pebbles.moves(pair, moving)) {
      if (!leads[after]) continue;
      found.add(arrow);
      visit(after);
    }
  }
  return found;
}

type Leg = 'to treatment' | 'to outcome';

/** Where both pebbles are, as one number: the first one's place times the size, and the second one's place. */
class Pebbles {
  private readonly size: number;
  private readonly place: Int32Array;
  private readonly outcome: number;

  constructor(private readonly effect: EffectInGraph) {
    this.size = effect.graph.size;
    this.place = new Int32Array(this.size);
    topologicalOrder(effect.graph).forEach((node, i) => {
      this.place[node] = i;
    });
    this.outcome = members(effect.outcome)[0];
  }

  /** The pebble whose turn it is; undefined where both have arrived, or where no path starts. */
  moving(pair: number): Leg | undefined {
    const [first, second] = [Math.floor(pair / this.size), pair % this.size];
    const atTreatment = this.effect.treatments[first] === 1;
    if (first === second) return atTreatment ? undefined : 'to treatment';
    if (second === this.outcome) return atTreatment ? undefined : 'to treatment';
    return atTreatment || this.place[second] < this.place[first] ? 'to outcome' : 'to treatment';
  }

  /** All that one pebble may do next: the places after it and the arrow it takes. */
  moves(pair: number, leg: Leg): [after: number, arrow: ArrowNumber][] {
    const { size, effect } = this;
    const [first, second] = [Math.floor(pair / size), pair % size];
    const [from, other] = leg === 'to treatment' ? [first, second] : [second, first];
    return effect.graph.children[from]
      .filter((to) => to !== other && (leg === 'to treatment' || !effect.treatments[to]))
      .map((to) => [leg === 'to treatment' ? to * size + second : first * size + to, from * size + to]);
  }

  /** All places from which both ends can be reached, found from the ends upwards. */
  thatReachBothEnds(): Uint8Array {
    const { size, effect } = this;
    const leads = new Uint8Array(size * size);
    const waiting = members(effect.treatments).map((treatment) => treatment * size + this.outcome);
    for (const end of waiting) leads[end] = 1;
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      const [first, second] = [Math.floor(pair / size), pair % size];
      // Both at the common cause: here the path starts.
      if (first === second) continue;
      const before = [
        ...effect.graph.parents[first].map((cause) => [cause * size + second, 'to treatment'] as const),
        ...effect.graph.parents[second].map((cause) => [first * size + cause, 'to outcome'] as const),
      ];
      for (const [earlier, leg] of before) {
        if (leads[earlier] || this.moving(earlier) !== leg) continue;
        if (leg === 'to outcome' && effect.treatments[second]) continue;
        leads[earlier] = 1;
        waiting.push(earlier);
      }
    }
    return leads;
  }
}
