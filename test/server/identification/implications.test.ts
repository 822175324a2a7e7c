import { describe, expect, it } from 'vitest';
import { makeDag } from '../../../server/src/identification/dag.js';
import { additionsOf, testableImplications } from '../../../server/src/identification/implications.js';
import { maskOfNames, namesOf as namesIn, numbered } from '../../../server/src/identification/numbered.js';
import {
  all,
  below,
  bit,
  bitsIn,
  dagOf,
  dagsOfFive,
  maskFor,
  nodesOf,
  type SmallDag,
  separate,
  subsetsOf,
} from './small-dags.js';

const withArrow = (small: SmallDag, cause: number, effect: number): SmallDag => ({
  ...small,
  children: small.children.map((set, node) => (node === cause ? set | bit(effect) : set)),
});

/** Independences of two variables given others, as numbers: 1024 a + 32 b + given, with a below b. */
type Statements = Set<number>;

const statement = (a: number, b: number, given: number): number =>
  1024 * Math.min(a, b) + 32 * Math.max(a, b) + given;

/**
 * All that follows by the rules of compositional graphoids, for three variables at a time: any two of the statements
 * `a b | L`, `a c | L`, `a b | cL`, `a c | bL` that do not stand for the same side give the other two.
 */
function closure(start: Iterable<number>, observed: number): Statements {
  const known = new Set(start);
  const nodes = nodesOf(observed);
  for (let size = -1; size !== known.size; ) {
    size = known.size;
    for (const a of nodes) {
      for (const b of nodes) {
        for (const c of nodes) {
          if (a === b || a === c || b >= c) continue;
          for (const rest of subsetsOf(observed & ~bit(a) & ~bit(b) & ~bit(c))) {
            const [bPlain, cPlain] = [statement(a, b, rest), statement(a, c, rest)];
            const [bGiven, cGiven] = [statement(a, b, rest | bit(c)), statement(a, c, rest | bit(b))];
            const has = (...both: number[]): boolean => both.every((one) => known.has(one));
            // Contraction (both ways), intersection, composition.
            if (has(bPlain, cGiven) || has(cPlain, bGiven) || has(bGiven, cGiven) || has(bPlain, cPlain)) {
              for (const one of [bPlain, cPlain, bGiven, cGiven]) known.add(one);
            }
          }
        }
      }
    }
  }
  return known;
}

describe('on graphs of five variables, whatever is observed', () => {
  it('the list holds nothing but what the graph says, with minimal sets, and all that it says follows', () => {
    for (const small of dagsOfFive()) {
      for (const observed of subsetsOf(all(5))) {
        const { implications, complete } = testableImplications(
          numbered(dagOf(small)),
          maskFor(small, observed),
          100,
        );
        const told = implications.map(({ pair, given }) => ({ pair, given: bitsIn(given) }));
        for (const { pair, given } of told) {
          const says = (set: number): boolean => separate(small, bit(pair[0]), bit(pair[1]), set);
          if (!says(given)) expect.fail(`${pair} | ${given} in ${small.children}`);
          for (const node of nodesOf(given))
            if (says(given & ~bit(node))) expect.fail(`${node} can be spared`);
        }
        const follows = closure(
          told.map(({ pair, given }) => statement(pair[0], pair[1], given)),
          observed,
        );
        let truth = 0;
        for (const a of nodesOf(observed)) {
          for (const b of nodesOf(observed)) {
            if (a >= b) continue;
            for (const given of subsetsOf(observed & ~bit(a) & ~bit(b))) {
              if (!separate(small, bit(a), bit(b), given)) continue;
              truth++;
              if (!follows.has(statement(a, b, given))) {
                expect.fail(`${a} ${b} | ${given} does not follow in ${small.children} by ${observed}`);
              }
            }
          }
        }
        if (truth !== follows.size || !complete) expect.fail(`too much follows in ${small.children}`);
      }
    }
  });
});

describe('what a graph says of the data', () => {
  const dag = makeDag([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
  ]);
  const graph = numbered(dag);
  const observed = maskOfNames(graph, dag.nodes);

  it('a chain: everything given what lies between', () => {
    const { implications } = testableImplications(graph, observed, 10);
    const shown = implications.map(
      ({ pair, given }) => `${pair.map((node) => dag.nodes[node]).join(' ')} | ${namesIn(graph, given)}`,
    );
    expect(shown).toEqual(['a c | b', 'a d | c', 'b d | c']);
  });

  it('a limit ends the list and is told', () => {
    expect(testableImplications(graph, observed, 1)).toMatchObject({ complete: false });
  });

  it('the arrow that is missing is found from what fails', () => {
    const { implications } = testableImplications(graph, observed, 10);
    // The data come from the chain with an arrow from a to c.
    const truth = makeDag([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['a', 'c'],
    ]);
    const small = { size: 4, children: [0b0110, 0b0100, 0b1000, 0] };
    expect(dagOf(small).nodes).toEqual(truth.nodes);
    const failed = implications.flatMap(({ pair, given }, i) => {
      const [a, b] = pair.map(bit);
      return separate(small, a, b, bitsIn(given)) ? [] : [i];
    });
    expect(failed).toEqual([0]);
    const [ofFirst, ...others] = additionsOf(graph, implications);
    // c cannot cause a, which causes it.
    expect(ofFirst.map(({ missing, pair }) => `${missing} ${pair}`)).toEqual([
      'arrow 0,2',
      'common cause 0,2',
    ]);
    for (const { takesBack } of ofFirst) expect(takesBack).toEqual([0]);
    // Nothing between another pair would explain the failure and no other.
    for (const { takesBack } of others.flat()) expect(takesBack).not.toEqual([0]);
  });
});

describe('what a graph may lack, in graphs of five variables', () => {
  it('closes no cycle, and takes back exactly what the larger graph does not say', () => {
    for (const small of dagsOfFive()) {
      const graph = numbered(dagOf(small));
      const { implications } = testableImplications(graph, maskFor(small, all(5)), 20);
      const found = additionsOf(graph, implications);
      for (const [i, additions] of found.entries()) {
        const [a, b] = implications[i].pair;
        const possible = [
          ...(below(small, bit(b)) & bit(a) ? [] : [`arrow ${[a, b]}`]),
          ...(below(small, bit(a)) & bit(b) ? [] : [`arrow ${[b, a]}`]),
          `common cause ${[a, b]}`,
        ];
        expect(additions.map(({ missing, pair }) => `${missing} ${pair}`)).toEqual(possible);
        for (const { missing, pair, takesBack } of additions) {
          const enlarged =
            missing === 'arrow'
              ? withArrow(small, ...pair)
              : { size: 6, children: [...small.children, bit(a) | bit(b)] };
          const truth = implications.flatMap(({ pair: [x, y], given }, k) =>
            separate(enlarged, bit(x), bit(y), bitsIn(given)) ? [] : [k],
          );
          expect(takesBack).toEqual(truth);
        }
      }
    }
  });
});
