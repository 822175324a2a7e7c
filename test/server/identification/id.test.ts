import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { type Arrow, makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { type Formula, showFormula } from '../../../server/src/identification/formula.js';
import { type Hedge, identifyByFormula } from '../../../server/src/identification/id.js';
import { asked, chanceOf, distribution, evaluate, randomModel } from './discrete-model.js';
import {
  above,
  all,
  bit,
  bitsOf,
  dagOf,
  dagsOfFive,
  everyGraph,
  keep,
  name,
  namesOf,
  nodesOf,
  pairsOf,
  type SmallDag,
  subsetsOf,
} from './small-dags.js';

/** Whether a formula is the distribution of the outcome once the treatments are set, in a model drawn on the graph. */
function expectTruth(
  small: SmallDag,
  treatments: number,
  outcome: number,
  formula: Formula,
  seed: number,
): void {
  const model = randomModel(small, createRandom(seed));
  const table = distribution(model);
  const values = createRandom(seed, 1).below(2 ** small.size);
  for (const set of subsetsOf(treatments)) {
    // Variables beside the ends may have any value.
    const state = (values & ~treatments) | set;
    const truth = chanceOf(distribution(model, treatments, state), bit(outcome), state);
    expect(evaluate(formula, table, state)).toBeCloseTo(truth, 10);
  }
}

/** Joined by unobserved causes that lead to them over unobserved variables alone. */
function isJoined(small: SmallDag, set: number, observed: number): boolean {
  const hidden = nodesOf(all(small.size) & ~observed);
  const open = keep(small, (cause) => !(observed & bit(cause)));
  const groups = hidden.map((u) => nodesOf(set).filter((node) => above(open, bit(node)) & bit(u)));
  let reached = bit(nodesOf(set)[0]);
  for (let round = 0; round < small.size; round++) {
    for (const group of groups) {
      if (group.some((node) => reached & bit(node))) for (const node of group) reached |= bit(node);
    }
  }
  return (reached & set) === set;
}

/** The definition of a hedge for an effect. */
function expectHedge(
  small: SmallDag,
  treatments: number,
  outcome: number,
  observed: number,
  hedge: Hedge,
): void {
  const [larger, smaller] = [bitsOf(hedge.larger), bitsOf(hedge.smaller)];
  const untreated = keep(small, (cause) => !(treatments & bit(cause)));
  const inside = keep(small, (cause, effect) => {
    const allowed = larger | ~observed;
    return (allowed & bit(cause)) !== 0 && (allowed & bit(effect)) !== 0;
  });
  expect(smaller & ~larger).toBe(0);
  expect(smaller & treatments).toBe(0);
  expect(larger & treatments).not.toBe(0);
  expect(smaller & ~above(untreated, bit(outcome))).toBe(0);
  expect(larger & ~above(inside, smaller)).toBe(0);
  expect(isJoined(small, larger, observed) && isJoined(small, smaller, observed)).toBe(true);
}

describe('on graphs of five variables', () => {
  it('a formula is the truth in a random model; where there is none, a hedge shows why', () => {
    let code = 0;
    const count = { formula: 0, hedge: 0 };
    for (const small of dagsOfFive()) {
      for (const [t, y] of pairsOf(5)) {
        if (t > y) continue;
        for (const hidden of subsetsOf(all(5) & ~bit(t) & ~bit(y))) {
          // Every seventh of them: all orders of graphs, effects and hidden variables come in.
          if (code++ % 7 !== 0 && !everyGraph) continue;
          const observed = all(5) & ~hidden;
          const found = identifyByFormula(effectInGraph(dagOf(small), [name(t)], name(y), namesOf(observed)));
          if (found.identified) {
            count.formula++;
            expect(bitsOf(asked(found.formula)) & hidden).toBe(0);
            expectTruth(small, bit(t), y, found.formula, code);
          } else {
            count.hedge++;
            expectHedge(small, bit(t), y, observed, found.hedge);
          }
        }
      }
    }
    expect(Math.min(count.formula, count.hedge)).toBeGreaterThan(everyGraph ? 500 : 50);
  });

  it('so is the formula of two treatments', () => {
    let code = 0;
    for (const small of dagsOfFive()) {
      for (const hidden of subsetsOf(0b01010)) {
        if (code++ % 3 !== 0 && !everyGraph) continue;
        const observed = all(5) & ~hidden;
        const treatments = 0b00101;
        const found = identifyByFormula(effectInGraph(dagOf(small), ['a', 'c'], 'e', namesOf(observed)));
        if (found.identified) expectTruth(small, treatments, 4, found.formula, code);
        else expectHedge(small, treatments, 4, observed, found.hedge);
      }
    }
  });
});

/** Arrows by `a -> b` and confounding by `a <-> b`. */
function graphOf(text: string) {
  const arrows: Arrow[] = [];
  const hidden: string[] = [];
  for (const edge of text.split(',')) {
    const [cause, kind, effect] = edge.trim().split(' ');
    if (kind === '->') arrows.push([cause, effect]);
    else {
      hidden.push(`u${hidden.length}`);
      arrows.push([hidden[hidden.length - 1], cause], [hidden[hidden.length - 1], effect]);
    }
  }
  const dag = makeDag(arrows);
  return { dag, observed: dag.nodes.filter((node) => !hidden.includes(node)) };
}

function formulaIn(text: string, treatments: string[] = ['x'], outcome = 'y') {
  const { dag, observed } = graphOf(text);
  const found = identifyByFormula(effectInGraph(dag, treatments, outcome, observed));
  return found.identified ? showFormula(found.formula) : found.hedge;
}

describe('published examples', () => {
  it.each([
    ['no confounding', 'x -> y', 'P(y | x)'],
    ['no effect', 'y -> x', 'P(y)'],
    ['back door', 'z -> x, z -> y, x -> y', 'sum_{z} P(y | x, z) P(z)'],
    ['front door', 'x -> m, m -> y, x <-> y', "sum_{m} P(m | x) sum_{x'} P(y | x', m) P(x')"],
    ['M-bias', 'x -> y, x <-> z, z <-> y', 'P(y | x)'],
    [
      'napkin',
      'w -> r, r -> x, x -> y, w <-> x, w <-> y',
      '[sum_{w} P(y | x, w, r) P(x | w, r) P(w)] / [sum_{w} P(x | w, r) P(w)]',
    ],
  ])('%s', (_, graph, formula) => {
    expect(formulaIn(graph)).toBe(formula);
  });

  it.each([
    ['the bow arc', 'x -> y, x <-> y', ['x', 'y'], ['y']],
    ['confounded with a mediator', 'x -> z, z -> y, x <-> z', ['x', 'z'], ['z']],
    ['an instrument alone', 'z -> x, x -> y, x <-> y', ['x', 'y'], ['y']],
  ])('%s: no formula', (_, graph, larger, smaller) => {
    expect(formulaIn(graph)).toEqual({ larger, smaller });
  });

  it('a treatment confounded with its own effects has a hedge; a mediator confounded behind it has none', () => {
    for (const graph of [
      'x -> z, z -> y, x -> y, x <-> z',
      'x -> z, z -> y, x <-> z, x <-> y',
      'z -> x, x -> y, z <-> x, z <-> y, x <-> y',
      'x -> z, z -> y, z <-> y, x <-> z',
    ]) {
      expect(formulaIn(graph)).toHaveProperty('larger');
    }
    expect(typeof formulaIn('x -> z, z -> y, x -> y, z -> w, w -> y, z <-> w')).toBe('string');
    expect(typeof formulaIn('w1 -> x, x -> y, w1 <-> y, w2 <-> x, w2 <-> y')).toBe('string');
  });

  it('Tian and Pearl 2002: a treatment that is confounded with none of its children', () => {
    expect(typeof formulaIn('x -> z1, z1 -> z2, z2 -> y, x <-> z2, z1 <-> y')).toBe('string');
    expect(formulaIn('x -> z1, z1 -> y, x <-> z2, z2 <-> z1, z2 -> y')).toHaveProperty('larger');
  });
});

describe('how a formula is written', () => {
  it('tells which variables may have any value', () => {
    const { dag, observed } = graphOf('w -> r, r -> x, x -> y, w <-> x, w <-> y');
    const found = identifyByFormula(effectInGraph(dag, ['x'], 'y', observed));
    expect(found.identified && found.anyValueOf).toEqual(['r']);
  });

  it('a chain of 300 variables with all of them confounded two by two ends', () => {
    const nodes = Array.from({ length: 300 }, (_, i) => `v${i}`);
    const text = nodes
      .slice(1)
      .flatMap((node, i) => [`v${i} -> ${node}`, ...(i > 0 ? [`v${i - 1} <-> ${node}`] : [])]);
    const { dag, observed } = graphOf(text.join(', '));
    const found = identifyByFormula(effectInGraph(dag, ['v0'], 'v299', observed));
    expect(found.identified).toBe(true);
  });
});
