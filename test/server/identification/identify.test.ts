import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustmentFault } from '../../../server/src/identification/adjustment.js';
import { type Arrow, makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { frontDoorFault } from '../../../server/src/identification/front-door.js';
import { type Identification, identify } from '../../../server/src/identification/identify.js';
import { instrumentFault } from '../../../server/src/identification/instruments.js';
import { maskOfNames } from '../../../server/src/identification/numbered.js';
import { showPath } from '../../../server/src/identification/separation.js';
import { randomQuestion } from './random-graph.js';

/** What a graph says about t on y; a name that ends in a question mark is not observed. */
function ask(arrows: readonly Arrow[], treatments = ['t'], outcome = 'y'): Identification {
  const dag = makeDag(arrows);
  return identify(dag, treatments, outcome, new Set(dag.nodes.filter((node) => !node.endsWith('?'))));
}

function rolesIn(found: Identification): Record<string, string> {
  if (found.kind === 'invalid') return {};
  return Object.fromEntries(found.roles.map(({ variable, role }) => [variable, role]));
}

const confounded = [
  ['taste?', 't'],
  ['taste?', 'y'],
  ['t', 'y'],
] as const;

describe('a question about an effect', () => {
  it('adjustment comes first, with its sets', () => {
    const found = ask([
      ['a', 'b'],
      ['a', 't'],
      ['b', 'y'],
      ['t', 'y'],
      ['p', 'y'],
    ]);
    expect(found.kind === 'effect' && found.strategies[0]).toEqual({
      strategy: 'adjustment',
      set: ['b'],
      parents: ['a'],
      minimal: [['a'], ['b']],
      complete: true,
      efficient: ['b', 'p'],
      optimal: true,
    });
    const names = found.kind === 'effect' && found.strategies.map(({ strategy }) => strategy);
    expect(names).toEqual(['adjustment', 'instrument', 'formula']);
  });

  it('the front door is named where adjustment is refused, with the path', () => {
    const found = ask([
      ['taste?', 't'],
      ['taste?', 'y'],
      ['t', 'm'],
      ['m', 'y'],
    ]);
    if (found.kind !== 'effect') expect.fail();
    expect(found.strategies.map(({ strategy }) => strategy)).toEqual(['front door', 'formula']);
    const [adjustment] = found.refusals;
    expect(adjustment.strategy === 'adjustment' && showPath(adjustment.path)).toBe('t <- taste? -> y');
    const formula = found.strategies[1];
    expect(formula.strategy === 'formula' && formula.text).toBe(
      "sum_{m} P(m | t) sum_{t'} P(y | t', m) P(t')",
    );
  });

  it('the instrument where all else is refused, and the hedge', () => {
    const found = ask([...confounded, ['z', 't']]);
    if (found.kind !== 'effect') expect.fail();
    expect(found.strategies).toEqual([
      { strategy: 'instrument', instruments: [{ instrument: 'z', given: [] }] },
    ]);
    const formula = found.refusals.find(({ strategy }) => strategy === 'formula');
    expect(formula).toMatchObject({ hedge: { larger: ['t', 'y'], smaller: ['y'] } });
  });

  it('every no has its path where nothing is left', () => {
    const found = ask([...confounded, ['z', 't'], ['z', 'w?'], ['w?', 'y']]);
    if (found.kind !== 'effect') expect.fail();
    expect(found.strategies).toEqual([]);
    const shown = found.refusals.map((refusal) =>
      refusal.strategy === 'instrument'
        ? refusal.paths.map((path) => showPath(path)).join()
        : 'path' in refusal && showPath(refusal.path),
    );
    expect(shown).toEqual(['t <- taste? -> y', 't -> y', 'z -> w? -> y', 't <- taste? -> y']);
  });

  it('natural effects, with what they need', () => {
    const found = ask([
      ['t', 'm'],
      ['m', 'y'],
      ['t', 'y'],
      ['c', 'm'],
      ['c', 'y'],
    ]);
    expect(found.kind === 'effect' && found.naturalEffects).toEqual({
      identified: true,
      mediators: ['m'],
      set: ['c'],
    });
  });

  it('several treatments are set together', () => {
    const found = ask(
      [
        ['t1', 't2'],
        ['t1', 'y'],
        ['t2', 'y'],
        ['c', 't2'],
        ['c', 'y'],
      ],
      ['t1', 't2'],
    );
    const [first] = found.kind === 'effect' ? found.strategies : [];
    expect(first).toMatchObject({ strategy: 'adjustment', set: ['c'], parents: ['c'] });
  });

  it('roles', () => {
    const found = ask([
      ['c', 't'],
      ['c', 'y'],
      ['z', 't'],
      ['t', 'm'],
      ['m', 'y'],
      ['x', 'y'],
      ['t', 's'],
      ['y', 's'],
      ['m', 'd'],
      ['o', 'e'],
      ['a', 'k'],
      ['b', 'k'],
      ['a', 't'],
      ['b', 'y'],
    ]);
    expect(rolesIn(found)).toEqual({
      t: 'treatment',
      y: 'outcome',
      c: 'confounder',
      z: 'instrument',
      m: 'mediator',
      x: 'effect modifier',
      s: 'collider',
      d: 'post-treatment',
      o: 'other',
      e: 'other',
      k: 'collider',
      a: 'instrument',
      b: 'effect modifier',
    });
  });
});

describe('bad questions get clear answers', () => {
  const dag = makeDag([
    ['t', 'y'],
    ['u', 'y'],
  ]);

  it('all that is wrong is told at once', () => {
    const found = identify(dag, ['t', 't', 'y', 'gone'], 'y', new Set(['t']));
    expect(found).toEqual({
      kind: 'invalid',
      problems: [
        { problem: 'unknown', variable: 'gone' },
        { problem: 'duplicate', variable: 't' },
        { problem: 'effect on itself', variable: 'y' },
        { problem: 'unobserved', variable: 'y' },
      ],
    });
  });

  it('a cycle, no treatment, an unobserved treatment', () => {
    const circle = makeDag([
      ['t', 'y'],
      ['y', 't'],
    ]);
    expect(identify(circle, ['t'], 'y', new Set(['t', 'y']))).toMatchObject({
      problems: [{ problem: 'cycle', cycle: ['t', 'y'] }],
    });
    expect(identify(dag, [], 'y', new Set(dag.nodes))).toMatchObject({
      problems: [{ problem: 'no treatment' }],
    });
    expect(identify(dag, ['t'], 'y', new Set(['y']))).toMatchObject({
      problems: [{ problem: 'unobserved', variable: 't' }],
    });
  });

  it('no path is no effect', () => {
    expect(identify(dag, ['t'], 'u', new Set(dag.nodes)).kind).toBe('no effect');
  });
});

describe('random graphs of 200 variables', () => {
  it('are answered, and every set that is told does what it is told for', () => {
    const question = fc.record({
      seed: fc.nat(),
      degree: fc.constantFrom(1, 2, 4, 8, 16),
      hidden: fc.constantFrom(0, 0.1, 0.3, 0.6),
    });
    fc.assert(
      fc.property(question, ({ seed, degree, hidden }) => {
        const { dag, treatment, outcome, observed } = randomQuestion(seed, 200, degree, hidden);
        const found = identify(dag, [treatment], outcome, observed);
        if (found.kind !== 'effect') expect.fail(found.kind);
        const effect = effectInGraph(dag, [treatment], outcome, observed);
        const mask = (names: readonly string[]) => maskOfNames(effect.graph, names);
        for (const strategy of found.strategies) {
          if (strategy.strategy === 'adjustment') {
            for (const set of [strategy.set, strategy.efficient, ...strategy.minimal]) {
              expect(adjustmentFault(effect, mask(set))).toBeUndefined();
            }
          } else if (strategy.strategy === 'front door') {
            for (const set of strategy.sets) expect(frontDoorFault(effect, mask(set))).toBeUndefined();
          } else if (strategy.strategy === 'instrument') {
            for (const { instrument, given } of strategy.instruments) {
              const variable = effect.graph.numbers.get(instrument)!;
              expect(instrumentFault(effect, { variable, given: mask(given) })).toBeUndefined();
            }
          }
        }
        const names = found.strategies.map(({ strategy }) => strategy);
        // What adjustment or the front door gives, the complete algorithm gives too.
        if (names.includes('adjustment') || names.includes('front door')) expect(names).toContain('formula');
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it('a chain of 20,000 variables and a hub of 5,000 confounders end', () => {
    const chain = Array.from({ length: 20_000 }, (_, i): Arrow => [`v${i}`, `v${i + 1}`]);
    const long = ask(chain, ['v0'], 'v20000');
    const refused = long.kind === 'effect' && long.refusals.find(({ strategy }) => strategy === 'formula');
    expect(refused).toEqual({ strategy: 'formula', tooLarge: 1000 });
    const hub = Array.from({ length: 5000 }, (_, i): Arrow[] => [
      [`c${i}`, 't'],
      [`c${i}`, 'y'],
    ]).flat();
    const found = ask([...hub, ['t', 'y']]);
    expect(found.kind === 'effect' && found.strategies[0]).toMatchObject({ complete: false });
  });
});
