import { describe, expect, it } from 'vitest';
import { makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { instrumentFault, instruments } from '../../../server/src/identification/instruments.js';
import { maskOfNames } from '../../../server/src/identification/numbered.js';
import { showPath } from '../../../server/src/identification/separation.js';
import {
  above,
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
  nodesOf,
  pairsOf,
  type SmallDag,
  separate,
  subsetsOf,
} from './small-dags.js';

/** The criterion by its definition, with paths listed one by one. */
function definition(dag: SmallDag, t: number, y: number) {
  const causal = causalNodes(dag, bit(t), y);
  const past = keep(dag, (cause, effect) => !(cause === t && causal & bit(effect)));
  const forbidden = below(dag, causal) | bit(t) | bit(y);
  const usable = all(dag.size) & ~below(dag, bit(t)) & ~forbidden;
  const isInstrument = (z: number, given: number): boolean =>
    (usable & bit(z)) !== 0 &&
    (given & (forbidden | bit(z))) === 0 &&
    separate(past, bit(z), bit(y), given) &&
    !separate(dag, bit(z), bit(t), given);
  return { past, usable, isInstrument };
}

describe('on graphs of five variables', () => {
  it('every instrument given causes of its own or of the outcome is found, and every listed one judged', () => {
    for (const small of dagsOfFive()) {
      for (const [t, y] of pairsOf(5)) {
        if (t > y) continue;
        const { past, usable, isInstrument } = definition(small, t, y);
        const others = all(5) & ~bit(t) & ~bit(y);
        const full = effectInGraph(dagOf(small), [name(t)], name(y), namesOf(others));
        const valid = new Map(
          nodesOf(others).map((z) => {
            const sets = [...subsetsOf(others)].filter((given) => isInstrument(z, given));
            for (const given of subsetsOf(others)) {
              const fault = instrumentFault(full, { variable: z, given: maskFor(small, given) });
              if ((fault === undefined) !== sets.includes(given)) expect.fail(`${z} by ${given}`);
            }
            return [z, sets] as const;
          }),
        );
        for (const observed of subsetsOf(others)) {
          const where = `${t} on ${y} by ${observed} in ${small.children}`;
          const effect = effectInGraph(dagOf(small), [name(t)], name(y), namesOf(observed));
          const search = instruments(effect);
          const found = search.identified ? search.instruments : [];
          const candidates = nodesOf(usable & observed);
          const mayHold = observed & usable;
          const ancestral = candidates.filter((z) =>
            valid.get(z)!.some((given) => (given & ~(mayHold & above(past, bit(z) | bit(y)))) === 0),
          );
          const told = found.map(({ variable }) => variable).sort((a, b) => a - b);
          if (told.join() !== ancestral.join()) expect.fail(`${told} not ${ancestral}: ${where}`);
          for (const { variable, given } of found) {
            if (!valid.get(variable)!.includes(bitsIn(given))) expect.fail(`${variable}: ${where}`);
          }
          const any = candidates.some((z) => valid.get(z)!.some((given) => (given & ~mayHold) === 0));
          if (any !== search.identified) expect.fail(`whether there is any: ${where}`);
        }
      }
    }
  });
});

describe('well-known graphs', () => {
  it('an instrument, one given a confounder of its own, and the path that spoils it', () => {
    const arrows = [
      ['u', 't'],
      ['u', 'y'],
      ['t', 'y'],
      ['z', 't'],
    ] as const;
    const plain = instruments(effectInGraph(makeDag(arrows), ['t'], 'y', ['z']));
    expect(plain.identified && plain.instruments.map(({ given }) => bitsIn(given))).toEqual([0]);

    const dag = makeDag([...arrows, ['w', 'z'], ['w', 'y']]);
    const effect = effectInGraph(dag, ['t'], 'y', ['z', 'w']);
    const found = instruments(effect);
    const [first] = found.identified ? found.instruments : [];
    expect(dag.nodes[first.variable]).toBe('z');
    expect(first.given).toEqual(maskOfNames(effect.graph, ['w']));
    const fault = instrumentFault(effect, { ...first, given: maskOfNames(effect.graph, []) });
    expect(fault?.fault === 'open' && showPath(fault.path)).toBe('z <- w -> y');

    const hidden = instruments(effectInGraph(dag, ['t'], 'y', ['z']));
    expect(!hidden.identified && hidden.paths.map((path) => showPath(path))).toEqual(['z <- w -> y']);
  });
});
