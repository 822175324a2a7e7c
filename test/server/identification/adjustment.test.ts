import { describe, expect, it } from 'vitest';
import {
  adjustmentFault,
  adjustmentSet,
  causes,
  faultOfSet,
  minimalAdjustment,
  parentSet,
  unblockablePath,
} from '../../../server/src/identification/adjustment.js';
import { makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { minimalAdjustmentSets } from '../../../server/src/identification/minimal-sets.js';
import { members } from '../../../server/src/identification/numbered.js';
import { separated, showPath } from '../../../server/src/identification/separation.js';
import {
  adjustmentSetsOf,
  all,
  bit,
  bitsIn,
  dagOf,
  dagsOfFive,
  maskFor,
  minimalOf,
  name,
  namesOf,
  nodesOf,
  orderedDags,
  pairsOf,
  pathsOf,
  type SmallDag,
  subsetsOf,
} from './small-dags.js';

/** Everything about adjustment for one effect, whatever is observed, beside the definitions. */
function compare(small: SmallDag, treatments: number, outcome: number): void {
  const dag = dagOf(small);
  const where = `${treatments} on ${outcome} in ${small.children}`;
  const effectBy = (observed: number) =>
    effectInGraph(dag, namesOf(treatments), name(outcome), namesOf(observed));
  const others = all(small.size) & ~treatments & ~bit(outcome);
  const full = effectBy(others);
  const valid = adjustmentSetsOf(small, treatments, outcome);
  for (const set of subsetsOf(others)) {
    const fault = adjustmentFault(full, maskFor(small, set));
    if ((fault === undefined) !== valid.includes(set)) expect.fail(`${set} judged wrong: ${where}`);
  }
  const isParent = (node: number): boolean => (small.children[node] & treatments) !== 0;
  const parents = nodesOf(all(small.size) & ~treatments)
    .filter(isParent)
    .reduce((set, n) => set | bit(n), 0);
  const minimal = minimalOf(valid);
  for (const observed of subsetsOf(others)) {
    const effect = effectBy(observed);
    const listed = minimalAdjustmentSets(effect, 1000);
    const found = listed.sets.map(bitsIn).sort((a, b) => a - b);
    const truth = minimal.filter((set) => (set & ~observed) === 0);
    if (found.join() !== truth.join() || !listed.complete) expect.fail(`${found} not ${truth}: ${where}`);

    const one = minimalAdjustment(effect);
    if (one ? !truth.includes(bitsIn(one)) : truth.length > 0) expect.fail(`the nearest: ${where}`);
    if ((unblockablePath(effect) === undefined) !== truth.length > 0) expect.fail(`the path: ${where}`);

    const byParents = parentSet(effect);
    const parentsDo = valid.includes(parents) && (parents & ~observed) === 0;
    if ((byParents !== undefined) !== parentsDo) expect.fail(`whether the parents do: ${where}`);
    if (byParents && bitsIn(byParents) !== parents) expect.fail(`the parents: ${where}`);
  }
}

describe('on graphs of five variables', () => {
  it('one treatment: all minimal sets, the nearest, the parents and every listed set, whatever is observed', () => {
    for (const small of dagsOfFive()) {
      for (const [a, b] of pairsOf(5)) if (a < b) compare(small, bit(a), b);
    }
  });

  it('an outcome that may cause the treatment, in those of four', () => {
    for (const small of orderedDags(4)) {
      for (const [a, b] of pairsOf(4)) if (a > b) compare(small, bit(a), b);
    }
  });

  it('two treatments', () => {
    for (const small of dagsOfFive()) {
      for (const [a, b] of pairsOf(5)) {
        for (let outcome = 0; outcome < 5; outcome++) {
          if (a < b && a < outcome && b !== outcome) compare(small, bit(a) | bit(b), outcome);
        }
      }
    }
  });

  it('a directed path is found exactly where there is one', () => {
    for (const small of dagsOfFive()) {
      for (const [a, b] of pairsOf(5)) {
        const directed = pathsOf(small, a, b).some((path) => path.directed);
        if (causes(dagOf(small), name(a), name(b)) !== directed)
          expect.fail(`${a} to ${b} in ${small.children}`);
      }
    }
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
    expect(adjustmentSet(dag, 't', 'y', ['z'])).toEqual({ identified: true, set: [] });
    const fault = faultOfSet(dag, 't', 'y', ['z']);
    expect(fault?.fault === 'open' && showPath(fault.path)).toBe('t <- u -> z <- v -> y');
  });

  it('the butterfly needs its middle and one wing', () => {
    const dag = makeDag([
      ['u', 'z'],
      ['v', 'z'],
      ['u', 't'],
      ['v', 'y'],
      ['z', 't'],
      ['z', 'y'],
      ['t', 'y'],
    ]);
    const effect = effectInGraph(dag, ['t'], 'y', ['u', 'v', 'z']);
    const sets = minimalAdjustmentSets(effect, 10).sets.map((set) => members(set).map((i) => dag.nodes[i]));
    expect(sets.map((set) => set.sort().join()).sort()).toEqual(['u,z', 'v,z']);
  });

  it('an instrument is not adjusted for, a confounder is', () => {
    const dag = makeDag([
      ['z', 't'],
      ['c', 't'],
      ['c', 'y'],
      ['t', 'y'],
    ]);
    expect(adjustmentSet(dag, 't', 'y', ['z', 'c'])).toEqual({ identified: true, set: ['c'] });
    expect(separated(dag, 'z', 'y', ['t', 'c'])).toBe(true);
  });

  it('a mediator is forbidden', () => {
    const dag = makeDag([
      ['t', 'm'],
      ['m', 'y'],
    ]);
    expect(faultOfSet(dag, 't', 'y', ['m'])).toEqual({ fault: 'forbidden', variable: 'm' });
  });

  it('an unobserved confounder leaves its path open, and the path is named', () => {
    const dag = makeDag([
      ['taste', 't'],
      ['taste', 'y'],
      ['t', 'y'],
    ]);
    const found = adjustmentSet(dag, 't', 'y', []);
    expect(!found.identified && showPath(found.path)).toBe('t <- taste -> y');
  });
});

describe('a limit', () => {
  it('ends the list and says so: 20 chains of three confounders have 3^20 minimal sets', () => {
    const dag = makeDag(
      Array.from(
        { length: 20 },
        (_, i) =>
          [
            [`b${i}`, `a${i}`],
            [`b${i}`, `c${i}`],
            [`a${i}`, 't'],
            [`c${i}`, 'y'],
          ] as const,
      ).flat(),
    );
    const effect = effectInGraph(dag, ['t'], 'y', dag.nodes);
    const { sets, complete } = minimalAdjustmentSets(effect, 100);
    expect(complete).toBe(false);
    expect(new Set(sets.map(String)).size).toBe(100);
    for (const set of sets) expect(adjustmentFault(effect, set)).toBeUndefined();
  });
});
