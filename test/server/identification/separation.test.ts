import { describe, expect, it } from 'vitest';
import { findCycle, makeDag } from '../../../server/src/identification/dag.js';
import { numbered } from '../../../server/src/identification/numbered.js';
import { openPath, openTrail, type Path, separated } from '../../../server/src/identification/separation.js';
import {
  all,
  below,
  bit,
  bitsOf,
  dagOf,
  has,
  isOpen,
  maskFor,
  namesOf,
  orderedDags,
  pairsOf,
  pathsOf,
  type SmallDag,
  separate,
  subsetsOf,
} from './small-dags.js';

/** The simple path of a graph that a found path is; undefined where an arrow is not the graph's. */
function simplePath(dag: SmallDag, path: Path) {
  const nodes = path.map(({ node }) => Math.log2(bitsOf([node])));
  const follows = path.slice(1).every(({ arrow }, i) => {
    const [a, b] = [nodes[i], nodes[i + 1]];
    return arrow === 'forward' ? has(dag, a, b) : has(dag, b, a);
  });
  const [from, to] = [nodes[0], nodes[nodes.length - 1]];
  const same = (other: readonly number[]): boolean => other.join() === nodes.join();
  return follows ? pathsOf(dag, from, to).find((known) => same(known.nodes)) : undefined;
}

describe('separation', () => {
  it('there are 1,024 graphs of five variables up to their names', () => {
    expect([...orderedDags(5)]).toHaveLength(1024);
  });

  it('of two variables is what the definition says in all of them, and an open path is one', () => {
    for (const small of orderedDags(5)) {
      const graph = numbered(dagOf(small));
      for (const [a, b] of pairsOf(5)) {
        if (a > b) continue;
        const [from, to] = [maskFor(small, bit(a)), maskFor(small, bit(b))];
        for (const given of subsetsOf(all(5) & ~bit(a) & ~bit(b))) {
          const path = openTrail(graph, from, to, maskFor(small, given));
          const truth = separate(small, bit(a), bit(b), given);
          if ((path === undefined) !== truth) expect.fail(`${a} ${b} | ${given} in ${small.children}`);
          if (!path) continue;
          const known = simplePath(small, path);
          if (!known || !isOpen(known, given)) expect.fail(`not open: ${JSON.stringify(path)}`);
        }
      }
    }
  });

  it('of two sets is what the definition says in all of them', () => {
    for (const small of orderedDags(5)) {
      const dag = dagOf(small);
      for (const [from, to] of [
        [0b00011, 0b11000],
        [0b10001, 0b01100],
        [0b01010, 0b10001],
        [0b00110, 0b00001],
      ]) {
        for (const given of subsetsOf(all(5) & ~from & ~to)) {
          const found = separated(dag, namesOf(from), namesOf(to), namesOf(given));
          if (found !== separate(small, from, to, given)) expect.fail(`${from} ${to} | ${given}`);
        }
      }
    }
  });
});

describe('cycles', () => {
  it('are found in every graph of three variables that has one, and named along their arrows', () => {
    const pairs = [...pairsOf(3)];
    for (let code = 0; code < 2 ** pairs.length; code++) {
      const children = [0, 0, 0];
      for (const [i, [a, b]] of pairs.entries()) if (code & bit(i)) children[a] |= bit(b);
      const small = { size: 3, children };
      const dag = dagOf(small);
      const circles = [0, 1, 2].some((node) => below(small, children[node]) & bit(node));
      const found = findCycle(dag);
      expect(found !== undefined).toBe(circles);
      found?.forEach((node, i) => {
        expect(dag.children.get(node)).toContain(found[(i + 1) % found.length]);
      });
    }
  });

  it('cost no call stack in a chain of 100,000 variables', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => [`v${i}`, `v${i + 1}`] as const);
    expect(findCycle(makeDag(chain))).toBeUndefined();
    expect(findCycle(makeDag([...chain, ['v100000', 'v0']]))).toHaveLength(100_001);
  });

  it('a path of 100,000 steps is found', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => [`v${i}`, `v${i + 1}`] as const);
    expect(openPath(makeDag(chain), 'v0', 'v100000', [])).toHaveLength(100_001);
  });
});
