import type { Random } from '../../../kernel/src/statistics/random.js';
import type { Formula } from '../../../server/src/identification/formula.js';
import { bit, has, nodesOf, type SmallDag } from './small-dags.js';

/** A model of binary variables on a small graph: the chance of a one by the values of the causes, which are bits of a state. */
export interface DiscreteModel {
  readonly dag: SmallDag;
  chanceOfOne(node: number, state: number): number;
}

/** Chances drawn away from 0 and 1. */
export function randomModel(dag: SmallDag, random: Random): DiscreteModel {
  const states = 2 ** dag.size;
  const drawn = Array.from({ length: dag.size }, () =>
    Float64Array.from({ length: states }, () => 0.1 + 0.8 * random.next()),
  );
  const causes = drawn.map((_, node) =>
    drawn.reduce((set, _, c) => (has(dag, c, node) ? set | bit(c) : set), 0),
  );
  return { dag, chanceOfOne: (node, state) => drawn[node][state & causes[node]] };
}

/** The probability of every state where some variables are set to the values they have in `set`, or where nothing is. */
export function distribution({ dag, chanceOfOne }: DiscreteModel, fixed = 0, set = 0): Float64Array {
  return Float64Array.from({ length: 2 ** dag.size }, (_, state) => {
    let chance = (state & fixed) === (set & fixed) ? 1 : 0;
    for (let node = 0; node < dag.size; node++) {
      if (fixed & bit(node)) continue;
      const one = chanceOfOne(node, state);
      chance *= state & bit(node) ? one : 1 - one;
    }
    return chance;
  });
}

/** The chance that some variables have the values they have in a state. */
export function chanceOf(table: Float64Array, variables: number, state: number): number {
  return table.reduce((sum, p, other) => ((other & variables) === (state & variables) ? sum + p : sum), 0);
}

/** The number a formula is, in a distribution of observed variables, for the values of a state. */
export function evaluate(formula: Formula, table: Float64Array, state: number): number {
  const bits = (names: readonly string[]): number =>
    names.reduce((set, word) => set | bit(word.charCodeAt(0) - 97), 0);
  switch (formula.kind) {
    case 'probability': {
      const [of, given] = [bits(formula.of), bits(formula.given)];
      return chanceOf(table, of | given, state) / chanceOf(table, given, state);
    }
    case 'product':
      return formula.factors.reduce((product, factor) => product * evaluate(factor, table, state), 1);
    case 'quotient':
      return evaluate(formula.numerator, table, state) / evaluate(formula.denominator, table, state);
    case 'sum': {
      const over = nodesOf(bits(formula.over));
      let sum = 0;
      for (let code = 0; code < 2 ** over.length; code++) {
        const values = over.reduce(
          (now, node, i) => (code & bit(i) ? now | bit(node) : now & ~bit(node)),
          state,
        );
        sum += evaluate(formula.of, table, values);
      }
      return sum;
    }
  }
}

/** Names that a formula asks of the data anywhere. */
export function asked(formula: Formula): Set<string> {
  switch (formula.kind) {
    case 'probability':
      return new Set([...formula.of, ...formula.given]);
    case 'product':
      return new Set(formula.factors.flatMap((factor) => [...asked(factor)]));
    case 'quotient':
      return new Set([...asked(formula.numerator), ...asked(formula.denominator)]);
    case 'sum':
      return asked(formula.of);
  }
}
