import {
  doseCurve,
  dosed,
  encouraged,
  frontDoored,
  instrumented,
  mediated,
  partlyLinear,
} from '../simulate-ways.js';
import type { Parameters } from '../tables.js';
import type { Design } from './design.js';

const confounded = { assignment: 'confounded', effects: 'alike' } as const;

/** An amount as the treatment. */
export const ofAmounts: readonly Design[] = [
  {
    ...confounded,
    name: 'amount, curved confounding',
    given: { adjustment: ['x', 'z'] },
    draw: partlyLinear,
    truth: () => [2],
  },
];

const byOne: Partial<Parameters> = { adjustment: ['x'], instruments: ['first'] };
const byInstruments: Partial<Parameters> = { adjustment: ['x'], instruments: ['first', 'second'] };

/** Instruments of an amount, with a hidden confounder. */
export const ofInstruments: readonly Design[] = [
  {
    ...confounded,
    name: 'two instruments, hidden confounder',
    given: byInstruments,
    draw: (n, seed) => instrumented(n, seed, { strength: 0.6 }),
    truth: () => [1.5],
  },
  {
    ...confounded,
    name: 'one instrument, hidden confounder',
    given: byOne,
    draw: (n, seed) => instrumented(n, seed, { strength: 0.6 }),
    truth: () => [1.5],
  },
  {
    ...confounded,
    name: 'one weak instrument',
    broken: 'instruments move the treatment',
    given: byOne,
    draw: (n, seed) => instrumented(n, seed, { strength: 0.03 }),
    truth: () => [1.5],
  },
  {
    ...confounded,
    name: 'weak instruments',
    broken: 'instruments move the treatment',
    given: byInstruments,
    draw: (n, seed) => instrumented(n, seed, { strength: 0.03 }),
    truth: () => [1.5],
  },
  {
    ...confounded,
    name: 'invalid instrument',
    broken: 'instruments touch the outcome through the treatment alone',
    given: byInstruments,
    draw: (n, seed) => instrumented(n, seed, { strength: 0.6, direct: 1 }),
    truth: () => [1.5],
  },
];

/** An encouragement that some comply with: the effect is that on compliers. */
export const ofCompliers: readonly Design[] = [
  {
    ...confounded,
    effects: 'differ',
    name: 'encouragement, effect on compliers',
    given: { adjustment: ['x', 'z'], instruments: ['instrument'] },
    draw: (n, seed) => encouraged(n, seed).table,
    truth: () => [encouraged(200_000, 0).late],
  },
];

const byFrontDoor: Partial<Parameters> = { adjustment: ['x'], mediators: ['score', 'step'] };

/** A hidden confounder, and mediators that carry the whole effect. */
export const ofFrontDoors: readonly Design[] = [
  {
    ...confounded,
    name: 'front door of two mediators',
    given: byFrontDoor,
    draw: (n, seed) => frontDoored(n, seed).table,
    truth: () => [frontDoored(200_000, 0).effect],
  },
  {
    ...confounded,
    name: 'front door with a path past it',
    broken: 'mediators carry the whole effect',
    given: byFrontDoor,
    draw: (n, seed) => frontDoored(n, seed, 1).table,
    truth: () => [frontDoored(200_000, 0).effect + 1],
  },
];

const byMediator: Partial<Parameters> = { adjustment: ['x', 'z'], mediators: ['mediator'] };

/** A mediator that carries part of the effect; judged by the whole. */
export const ofMediators: readonly Design[] = [
  {
    ...confounded,
    name: 'one mediator, total effect',
    given: byMediator,
    draw: (n, seed) => mediated(n, seed),
    truth: () => [2.32],
  },
];

const doses = [1, 2, 3];

/** A curve over doses; judged by the differences from its first dose. */
export const ofDoses: readonly Design[] = [
  {
    ...confounded,
    name: 'curve over doses',
    given: { adjustment: ['x', 'z'], doses },
    draw: dosed,
    truth: () => doses.slice(1).map((dose) => doseCurve(dose) - doseCurve(doses[0])),
  },
];
