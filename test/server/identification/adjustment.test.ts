import { describe, expect, it } from 'vitest';
import { adjustmentSet, causes, faultOfSet } from '../../../server/src/identification/adjustment.js';
import { type Dag, findCycle, makeDag } from '../../../server/src/identification/dag.js';
import { openPath, type Path, separated, showPath } from '../../../server/src/identification/separation.js';
import {
  adjusts,
  allDags,
  allPaths,
  isAcyclic,
  isOpen,
  separatedByDefinition,
  subsets,
} from './brute-force.js';

const names = ['t', 'y', 'a', 'b'];
const dags = [...allDags(names)];

const nodesOf = (path: Path): string[] => path.map(({ node }) => node);

/** Whether every step of a path follows an arrow of the graph as it says. */
function follows(dag: Dag, path: Path): boolean {
  return path.slice(1).every(({ node, arrow }, i) => {
    const before = path[i]!.node;
    return arrow === 'forward'
      ? dag.children.get(before)!.includes(node)
      : dag.children.get(node)!.includes(before);
  });
}

describe('on every graph of four variables', () => {
  it('there are 543 of them', () => {
    expect(dags).toHaveLength(543);
  });

  it('separation is what the definition says, and an open path is one', () => {
    for (const dag of dags) {
      for (const given of subsets(['a', 'b'])) {
        const path = openPath(dag, 't', 'y', given);
        expect(path === undefined).toBe(separatedByDefinition(dag, 't', 'y', given));
        if (!path) continue;
        expect(new Set(nodesOf(path)).size).toBe(path.length);
        expect(follows(dag, path)).toBe(true);
        expect(isOpen(dag, nodesOf(path), given)).toBe(true);
      }
    }
  });

  it('a listed set is judged as the definition does', () => {
    for (const dag of dags) {
      for (const set of subsets(['a', 'b'])) {
        expect(faultOfSet(dag, 't', 'y', set) === undefined).toBe(adjusts(dag, 't', 'y', set));
      }
    }
  });

  it.each([
    ['both others observed', ['a', 'b']],
    ['one observed', ['a']],
    ['none observed', []],
  ])('a set is found exactly where there is one, and none of it can be spared: %s', (_, observed) => {
    for (const dag of dags) {
      const found = adjustmentSet(dag, 't', 'y', new Set(observed));
      const valid = subsets(observed).filter((set) => adjusts(dag, 't', 'y', set));
      expect(found.identified).toBe(valid.length > 0);
      if (!found.identified) {
        expect(follows(dag, found.path)).toBe(true);
        continue;
      }
      const set = new Set(found.set);
      expect(adjusts(dag, 't', 'y', set)).toBe(true);
      for (const spared of set) {
        expect(adjusts(dag, 't', 'y', new Set([...set].filter((name) => name !== spared)))).toBe(false);
      }
    }
  });

  it('a directed path is found exactly where there is one', () => {
    for (const dag of dags) {
      const directed = [...allPaths(dag, 't', 'y')].some((path) =>
        path.slice(1).every((node, i) => dag.children.get(path[i]!)!.includes(node)),
      );
      expect(causes(dag, 't', 'y')).toBe(directed);
    }
  });
});

describe('cycles', () => {
  it('are found in every graph of three variables that has one, and named along their arrows', () => {
    const pairs = ['a', 'b', 'c'].flatMap((x) =>
      ['a', 'b', 'c'].flatMap((y) => (x === y ? [] : [[x, y] as const])),
    );
    for (const arrows of subsets(pairs.map(String))) {
      const dag = makeDag(pairs.filter((pair) => arrows.has(String(pair))));
      const found = findCycle(dag);
      expect(found === undefined).toBe(isAcyclic(dag));
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
});

describe('well-known graphs', () => {
  it('M-bias: nothing has to be adjusted for, and adjusting for the collider opens a path', () => {
    const dag = makeDag([
      ['u', 'z'],
      ['v', 'z'],
      ['u', 't'],
      ['v', 'y'],
      ['t', 'y'],
    ]);
    expect(adjustmentSet(dag, 't', 'y', new Set(['z']))).toEqual({ identified: true, set: [] });
    const fault = faultOfSet(dag, 't', 'y', new Set(['z']));
    expect(fault?.fault === 'open' && showPath(fault.path)).toBe('t <- u -> z <- v -> y');
  });

  it('an instrument is not adjusted for, a confounder is', () => {
    const dag = makeDag([
      ['z', 't'],
      ['c', 't'],
      ['c', 'y'],
      ['t', 'y'],
    ]);
    expect(adjustmentSet(dag, 't', 'y', new Set(['z', 'c']))).toEqual({ identified: true, set: ['c'] });
    expect(separated(dag, 'z', 'y', new Set(['t', 'c']))).toBe(true);
  });

  it('a mediator is forbidden', () => {
    const dag = makeDag([
      ['t', 'm'],
      ['m', 'y'],
    ]);
    expect(faultOfSet(dag, 't', 'y', new Set(['m']))).toEqual({ fault: 'forbidden', variable: 'm' });
  });

  it('an unobserved confounder leaves its path open, and the path is named', () => {
    const dag = makeDag([
      ['taste', 't'],
      ['taste', 'y'],
      ['t', 'y'],
    ]);
    const found = adjustmentSet(dag, 't', 'y', new Set());
    expect(!found.identified && showPath(found.path)).toBe('t <- taste -> y');
  });
});
