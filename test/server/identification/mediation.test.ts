import { describe, expect, it } from 'vitest';
import { makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { mediation } from '../../../server/src/identification/mediation.js';
import { maskOfNames } from '../../../server/src/identification/numbered.js';
import { showPath } from '../../../server/src/identification/separation.js';
import {
  all,
  below,
  bit,
  bitsIn,
  causalNodes,
  dagOf,
  dagsOfFive,
  keep,
  maskFor,
  name,
  namesOf,
  pairsOf,
  type SmallDag,
  separate,
  subsetsOf,
} from './small-dags.js';

/** Whether a set W makes both separations, with paths listed one by one. */
function mediates(dag: SmallDag, t: number, y: number, mediators: number) {
  const ofTreatment = keep(dag, (cause) => cause !== t);
  const ofMediators = keep(dag, (cause, effect) => cause !== t && effect !== t && !(mediators & bit(cause)));
  return (set: number): boolean =>
    separate(ofTreatment, bit(t), mediators | bit(y), set) && separate(ofMediators, mediators, bit(y), set);
}

describe('on graphs of five variables', () => {
  it('a set is found exactly where there is one, and none of it can be spared', () => {
    for (const small of dagsOfFive()) {
      for (const [t, y] of pairsOf(5)) {
        const between = t < y ? causalNodes(small, bit(t), y) & ~bit(y) : 0;
        for (const mediators of subsetsOf(between)) {
          if (mediators === 0) continue;
          const makes = mediates(small, t, y, mediators);
          const possible = all(5) & ~below(small, bit(t)) & ~bit(y);
          const valid = [...subsetsOf(possible)].filter(makes);
          for (const hidden of subsetsOf(possible)) {
            const observed = namesOf(all(5) & ~hidden);
            const effect = effectInGraph(dagOf(small), [name(t)], name(y), observed);
            const found = mediation(effect, maskFor(small, mediators));
            const usable = valid.filter((set) => (set & hidden) === 0);
            const where = `${t} on ${y} through ${mediators} without ${hidden} in ${small.children}`;
            if (found.identified !== usable.length > 0) expect.fail(where);
            if (!found.identified) continue;
            const set = bitsIn(found.set);
            if (!usable.includes(set)) expect.fail(`${set}: ${where}`);
            const sparable = valid.some(
              (less) => less !== set && (less & set) === less && isOneLess(less, set),
            );
            if (sparable) expect.fail(`${set} has too much: ${where}`);
          }
        }
      }
    }
  });
});

const isOneLess = (less: number, set: number): boolean => Number.isInteger(Math.log2(set ^ less));

describe('well-known graphs', () => {
  const arrows = [
    ['t', 'm'],
    ['m', 'y'],
    ['t', 'y'],
    ['w', 'm'],
    ['w', 'y'],
    ['c', 't'],
    ['c', 'y'],
  ] as const;

  it('confounders of the treatment and of the mediator are adjusted for', () => {
    const effect = effectInGraph(makeDag(arrows), ['t'], 'y', ['t', 'm', 'y', 'w', 'c']);
    const found = mediation(effect);
    expect(found.identified && found.set).toEqual(maskOfNames(effect.graph, ['w', 'c']));
    expect(found.identified && found.mediators).toEqual(maskOfNames(effect.graph, ['m']));
  });

  it('a cause of mediator and outcome that the treatment causes spoils it, and is named', () => {
    const dag = makeDag([...arrows, ['t', 'l'], ['l', 'm'], ['l', 'y']]);
    const effect = effectInGraph(dag, ['t'], 'y', dag.nodes);
    const found = mediation(effect, maskOfNames(effect.graph, ['m']));
    const fault = found.identified ? undefined : found.fault;
    expect(fault?.fault === 'mediator confounded' && showPath(fault.path)).toBe('m <- l -> y');
    expect(mediation(effect).identified).toBe(true);
  });

  it('an unobserved confounder of the treatment is named', () => {
    const effect = effectInGraph(makeDag(arrows), ['t'], 'y', ['t', 'm', 'y', 'w']);
    const found = mediation(effect);
    const fault = found.identified ? undefined : found.fault;
    expect(fault?.fault === 'treatment confounded' && showPath(fault.path)).toBe('t <- c -> y');
  });

  it('a mediator that is none is told', () => {
    const effect = effectInGraph(makeDag(arrows), ['t'], 'y', ['t', 'm', 'y', 'w', 'c']);
    expect(mediation(effect, maskOfNames(effect.graph, ['c']))).toEqual({
      identified: false,
      fault: { fault: 'not a mediator', variable: 'c' },
    });
  });
});
