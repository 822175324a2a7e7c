import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { estimators } from '../../../kernel/src/effects/estimators/estimators.js';
import type { EstimatorKind } from '../../../kernel/src/plan.js';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { experiment } from './simulate.js';
import { armsByFrontDoor, armsByInstruments, mediatedArms, threeArms } from './simulate-ways.js';
import { type Parameters, parametersOf, type tableOf } from './tables.js';

const arms = ['none', 'a', 'b'];

/** Data of three arms with the effect of each, and what is asked of them. */
interface Case {
  readonly kinds: readonly EstimatorKind[];
  readonly table: ReturnType<typeof tableOf>;
  readonly given: Partial<Parameters>;
  readonly truths: readonly number[];
}

const cases: readonly Case[] = [
  {
    kinds: ['difference in means', 'lin', 'cuped'],
    table: experiment(800, 1),
    given: { adjustment: ['x'] },
    truths: [1, 0.5],
  },
  {
    kinds: ['ipw', 'matching', 'stratification', 'aipw', 'tmle', 'dml', 'causal forest', 'auto'],
    table: threeArms(800, 1),
    given: { adjustment: ['x', 'z'] },
    truths: [1, 2],
  },
  {
    kinds: ['s learner', 't learner', 'x learner', 'r learner', 'dr learner', 'da learner'],
    table: threeArms(800, 1),
    given: { adjustment: ['x', 'z'] },
    truths: [1, 2],
  },
  {
    kinds: ['two stage regression', 'instrumental dml'],
    table: armsByInstruments(2000, 1),
    given: { adjustment: ['x'], instruments: ['first', 'second'] },
    truths: [1, 2],
  },
  {
    kinds: ['front door'],
    table: armsByFrontDoor(1500, 1),
    given: { adjustment: ['x'], mediators: ['score'] },
    truths: [1, 2],
  },
  {
    kinds: ['mediation'],
    table: mediatedArms(1000, 1),
    given: { adjustment: ['x'], mediators: ['mediator'] },
    truths: [1, 2],
  },
];

/** What estimators that take two arms, or an amount, say of three. */
const refusals: readonly [EstimatorKind, Case['table'], Partial<Parameters>, string][] = [
  [
    'instrumental forest',
    armsByInstruments(300, 1),
    { adjustment: ['x'], instruments: ['first'] },
    'use `instrumental dml` for more',
  ],
  ['dose response', threeArms(300, 1), { adjustment: ['x', 'z'] }, 'compare its arms with aipw'],
];

const effect = (kind: EstimatorKind, table: Case['table'], given: Partial<Parameters>) =>
  estimateEffect(
    {
      table,
      texts: [],
      parameters: parametersOf({
        estimator: { kind, options: {} },
        nuisances: { kind: 'linear', options: {} },
        arms,
        ...given,
      }),
    },
    unwatched,
  );

describe('of several arms', () => {
  for (const { kinds, table, given, truths } of cases) {
    it.each(kinds)('%s compares each by its name with the baseline', (kind) => {
      const { contrasts } = effect(kind, table, given);
      expect(contrasts.map(({ arm }) => arm)).toEqual(['a', 'b']);
      contrasts.forEach(({ estimate, stdError }, i) => {
        // Beyond 3.5 standard errors lies 1 of 2000 sound estimates; a useless error would hide a wrong one.
        expect(Math.abs(estimate - truths[i]) / stdError).toBeLessThan(3.5);
        expect(stdError).toBeLessThan(0.3);
      });
    });
  }

  it.each(refusals)('%s says that it takes none, and what to do', (kind, table, given, advice) => {
    expect(() => effect(kind, table, given)).toThrow(InputError);
    expect(() => effect(kind, table, given)).toThrow(advice);
  });

  it('every estimator is looked at', () => {
    const met = [...cases.flatMap(({ kinds }) => kinds), ...refusals.map(([kind]) => kind)];
    expect(met.sort()).toEqual(Object.keys(estimators).sort());
  });
});
