import type { EffectInGraph } from './effect.js';
import { type Formula, Formulas } from './formula.js';
import {
  ancestorsOf,
  both,
  either,
  isWithin,
  type Mask,
  members,
  namesOf,
  topologicalOrder,
  without,
} from './numbered.js';
import { districtOf, districts, type Projection, project } from './projection.js';

/**
 * Why an effect is not identified: two sets of variables, the smaller within the larger, each joined by unobserved causes and each
 * leading into the same causes of the outcome; the larger holds a treatment, the smaller does not (Shpitser and Pearl
 * 2006).
 */
export interface Hedge {
  readonly larger: readonly string[];
  readonly smaller: readonly string[];
}

export type FormulaSearch =
  | {
      readonly identified: true;
      /** `P(outcome | do(treatments))`. */
      readonly formula: Formula;
      /** Variables it mentions beside the ends of the effect: it is the same for each of their values. */
      readonly anyValueOf: readonly string[];
    }
  | { readonly identified: false; readonly hedge: Hedge };

/**
 * The effect as a formula of the observed variables' distribution, or the hedge that shows there is none: the ID algorithm, which
 * finds a formula wherever there is one. Polynomial in the number of variables, but a formula may be long when written out.
 *
 * Tian and Pearl 2002, "A general identification condition for causal effects"; Shpitser and Pearl 2006, "Identification of joint
 * interventional distributions in recursive semi-Markovian causal models"; Huang and Valtorta 2006.
 */
export function identifyByFormula(effect: EffectInGraph): FormulaSearch {
  const { graph, treatments, outcome, observed } = effect;
  const projection = project(graph, either(observed, either(treatments, outcome)));
  const relevant = ancestorsOf(projection.graph, outcome);
  const needed = ancestorsOf(projection.graph, outcome, treatments);
  const formulas = new Formulas();
  const named = (mask: Mask): string[] => namesOf(graph, mask);
  const order = topologicalOrder(projection.graph);
  const chains = districts(projection, relevant).map((part) =>
    observedChain(
      formulas,
      projection,
      treatments,
      part,
      order.filter((node) => part[node]),
    ),
  );
  const factors: Formula[] = [];
  for (const part of effectsFirst(districts(projection, needed), order)) {
    const chain = chains.find((whole) => whole.part[part.indexOf(1)])!;
    const found = identifyPart(formulas, projection, part, chain);
    if ('failedIn' in found) {
      return { identified: false, hedge: { larger: named(found.failedIn), smaller: named(part) } };
    }
    factors.push(found.formula);
  }
  const formula = formulas.sum(named(without(needed, outcome)), formulas.product(factors));
  const ends = new Set(named(either(treatments, outcome)));
  return { identified: true, formula, anyValueOf: [...formula.free].filter((name) => !ends.has(name)) };
}

/** Parts by their last variables in a topological order, later ones first: a formula names effects before their causes. */
function effectsFirst(parts: readonly Mask[], order: readonly number[]): Mask[] {
  const last = new Map(parts.map((part) => [part, order.findLastIndex((node) => part[node])]));
  return parts.toSorted((a, b) => last.get(b)! - last.get(a)!);
}

/**
 * How a part of the variables behaves when all others are set (Tian's Q[part]): the product of one factor per variable, each the
 * distribution of that variable given those of the part before it.
 */
interface Chain {
  readonly part: Mask;
  /** The variables of the part, each after its causes. */
  readonly order: readonly number[];
  readonly factors: ReadonlyMap<number, Formula>;
}

/**
 * Q of a c-component from the observed distribution: each variable given those of its component so far and their parents (Tian and
 * Pearl 2002).
 */
function observedChain(
  formulas: Formulas,
  projection: Projection,
  treatments: Mask,
  part: Mask,
  order: readonly number[],
): Chain {
  const { graph } = projection;
  const soFar = new Uint8Array(graph.size);
  const factors = new Map<number, Formula>();
  for (const node of order) {
    soFar[node] = 1;
    const joined = districtOf(projection, soFar, node);
    const given = joined.slice();
    for (const member of members(joined)) for (const parent of graph.parents[member]) given[parent] = 1;
    given[node] = 0;
    const named = [both(given, treatments), without(given, treatments)].flatMap((mask) =>
      namesOf(graph, mask),
    );
    factors.set(node, formulas.probability([graph.names[node]], named));
  }
  return { part, order, factors };
}

/**
 * Q of a smaller part from that of a larger one that is joined by unobserved causes: keep the causes of the smaller, then the
 * component around it, until it is left; no way leads on where all of the larger are causes of the smaller.
 */
function identifyPart(
  formulas: Formulas,
  projection: Projection,
  part: Mask,
  whole: Chain,
): { readonly formula: Formula } | { readonly failedIn: Mask } {
  for (let chain = whole; ; ) {
    const causes = ancestorsOf(projection.graph, part, outside(chain.part));
    if (isWithin(causes, part)) return { formula: marginal(formulas, projection, chain, part) };
    if (isWithin(chain.part, causes)) return { failedIn: chain.part };
    const smaller = districtOf(projection, causes, part.indexOf(1));
    chain = within(formulas, projection, chain, causes, smaller);
  }
}

/** The sum of a chain over all but some of its variables. */
function marginal(formulas: Formulas, { graph }: Projection, chain: Chain, kept: Mask): Formula {
  const product = formulas.product(chain.order.toReversed().map((node) => chain.factors.get(node)!));
  return formulas.sum(namesOf(graph, without(chain.part, kept)), product);
}

/**
 * The chain of a component of some causes, from the chain of more variables: each factor is the distribution of the causes up to a
 * variable over that of the causes before it (Tian and Pearl 2002).
 */
function within(formulas: Formulas, { graph }: Projection, chain: Chain, causes: Mask, part: Mask): Chain {
  const factors = new Map<number, Formula>();
  const before: Formula[] = [];
  const gone: string[] = [];
  for (const node of chain.order) {
    const own = chain.factors.get(node)!;
    if (!causes[node]) gone.push(graph.names[node]);
    else if (part[node]) {
      const summed = (all: readonly Formula[]): Formula => formulas.sum(gone, formulas.product(all));
      const isPlain = gone.length === 0;
      factors.set(node, isPlain ? own : formulas.quotient(summed([own, ...before]), summed(before)));
    }
    before.unshift(own);
  }
  return { part, order: chain.order.filter((node) => part[node]), factors };
}

const outside = (mask: Mask): Mask => mask.map((bit) => bit ^ 1);
