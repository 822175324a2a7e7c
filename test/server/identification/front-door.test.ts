import { describe, expect, it } from 'vitest';
import { type Dag, makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { frontDoor, frontDoorFault, frontDoorSets } from '../../../server/src/identification/front-door.js';
import { maskOfNames } from '../../../server/src/identification/numbered.js';
import { showPath } from '../../../server/src/identification/separation.js';
import {
  all,
  bit,
  bitsIn,
  dagOf,
  dagsOfFive,
  keep,
  maskFor,
  minimalOf,
  name,
  namesOf,
  pairsOf,
  properPaths,
  type SmallDag,
  separate,
  subsetsOf,
} from './small-dags.js';

/** Pearl's definition: directed paths intercepted, no open path into the treatment, none out of the set but past the treatment. */
function frontDoorSetsOf(dag: SmallDag, treatment: number, outcome: number): number[] {
  const causal = properPaths(dag, bit(treatment), outcome).filter(({ directed }) => directed);
  const fromTreatment = keep(dag, (cause) => cause !== treatment);
  const others = all(dag.size) & ~bit(treatment) & ~bit(outcome);
  return [...subsetsOf(others)].filter((set) => {
    if (!causal.every(({ nodes }) => nodes.some((node) => set & bit(node)))) return false;
    if (!separate(fromTreatment, bit(treatment), set, 0)) return false;
    const fromSet = keep(dag, (cause) => !(set & bit(cause)));
    return separate(fromSet, set, bit(outcome), bit(treatment));
  });
}

describe('on graphs of five variables', () => {
  it('all minimal front-door sets, whether there is one, and every listed set are as defined', () => {
    for (const small of dagsOfFive()) {
      for (const [t, y] of pairsOf(5)) {
        if (t > y) continue;
        const others = all(5) & ~bit(t) & ~bit(y);
        const effectBy = (observed: number) =>
          effectInGraph(dagOf(small), [name(t)], name(y), namesOf(observed));
        const full = effectBy(others);
        const sets = frontDoorSetsOf(small, t, y);
        for (const set of subsetsOf(others)) {
          const fault = frontDoorFault(full, maskFor(small, set));
          if ((fault === undefined) !== sets.includes(set)) expect.fail(`${set} judged wrong`);
        }
        for (const observed of subsetsOf(others)) {
          const where = `${t} on ${y} by ${observed} in ${small.children}`;
          const effect = effectBy(observed);
          const truth = minimalOf(sets.filter((set) => (set & ~observed) === 0));
          const listed = frontDoorSets(effect, 100);
          const found = listed.sets.map(bitsIn).sort((a, b) => a - b);
          if (found.join() !== truth.join() || !listed.complete)
            expect.fail(`${found} not ${truth}: ${where}`);
          const one = frontDoor(effect);
          if (one.identified ? !truth.includes(bitsIn(one.set)) : truth.length > 0) expect.fail(where);
          if (!one.identified && one.obstacles.length !== one.path.length - 2) expect.fail(where);
        }
      }
    }
  });
});

const named = (dag: Dag, treatment: string, outcome: string, observed: string[]) => {
  const effect = effectInGraph(dag, [treatment], outcome, observed);
  const names = (mask: Uint8Array): string => dag.nodes.filter((_, i) => mask[i]).join();
  return { effect, names };
};

describe('well-known graphs', () => {
  it('the front door of Pearl, and what breaks it', () => {
    const arrows = [
      ['u', 't'],
      ['u', 'y'],
      ['t', 'm'],
      ['m', 'y'],
    ] as const;
    const { effect, names } = named(makeDag(arrows), 't', 'y', ['m']);
    const found = frontDoor(effect);
    expect(found.identified && names(found.set)).toBe('m');

    const direct = frontDoor(named(makeDag([...arrows, ['t', 'y']]), 't', 'y', ['m']).effect);
    expect(!direct.identified && showPath(direct.path)).toBe('t -> y');

    const confounded = frontDoor(named(makeDag([...arrows, ['v', 't'], ['v', 'm']]), 't', 'y', ['m']).effect);
    const [obstacle] = confounded.identified ? [] : confounded.obstacles;
    expect(obstacle).toMatchObject({ variable: 'm', reason: { fault: 'confounded with treatment' } });
    expect(obstacle && 'path' in obstacle.reason && showPath(obstacle.reason.path)).toBe('t <- v -> m');
  });

  it('two mediators side by side are one set of two', () => {
    const dag = makeDag([
      ['u', 't'],
      ['u', 'y'],
      ['t', 'm1'],
      ['t', 'm2'],
      ['m1', 'y'],
      ['m2', 'y'],
    ]);
    const { effect, names } = named(dag, 't', 'y', ['m1', 'm2']);
    const found = frontDoor(effect);
    expect(found.identified && names(found.set)).toBe('m1,m2');
    const fault = frontDoorFault(effect, maskOfNames(effect.graph, ['m1']));
    expect(fault?.fault === 'bypassed' && showPath(fault.path)).toBe('t -> m2 -> y');
  });

  it('a chain of mediators has a minimal set for each', () => {
    const dag = makeDag([
      ['u', 't'],
      ['u', 'y'],
      ['t', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'y'],
    ]);
    const { effect, names } = named(dag, 't', 'y', ['a', 'b', 'c']);
    expect(frontDoorSets(effect, 10).sets.map(names).sort()).toEqual(['a', 'b', 'c']);
    expect(frontDoorSets(effect, 2)).toMatchObject({ complete: false });
  });

  it('a chain of 20,000 mediators is no matter', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => [`v${i}`, `v${i + 1}`] as const);
    const dag = makeDag([...chain, ['u', 'v0'], ['u', 'v20000']]);
    const { effect } = named(dag, 'v0', 'v20000', dag.nodes.slice(1, -2));
    const found = frontDoor(effect);
    expect(found.identified && found.set.filter((bit) => bit).length).toBe(1);
  });
});
