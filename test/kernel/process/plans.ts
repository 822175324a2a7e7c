import type { Action, EffectStep, GraphStep, LoadStep, ModelStep, Plan } from '../../../kernel/src/plan.js';
import { loadStep } from '../data/workspace.js';

const place = { line: 1, character: 1 };

/** An effect of `coupon` on `bought`, by difference in means unless told otherwise. */
export function effectStep(
  parameters: Partial<EffectStep['parameters']> = {},
  inputs = ['load:visits'],
): EffectStep {
  return {
    kind: 'effect',
    id: 'effect:lift',
    name: 'lift',
    hash: `hash-of-effect-${JSON.stringify(parameters)}`,
    inputs,
    place,
    parameters: {
      treatment: 'coupon',
      outcome: 'bought',
      adjustment: [],
      texts: [],
      modifiers: [],
      instruments: [],
      mediators: [],
      groups: [],
      negativeOutcomes: [],
      negativeTreatments: [],
      nuisances: { kind: 'stack', options: {} },
      implications: [],
      estimand: 'ate',
      estimator: { kind: 'difference in means', options: {} },
      checks: [],
      reason: 'asked for nothing',
      level: 0.95,
      folds: 5,
      seed: 1,
      ...parameters,
    },
  };
}

export function modelStep(parameters: Partial<ModelStep['parameters']> = {}): ModelStep {
  return {
    kind: 'model',
    id: 'model:will_buy',
    name: 'will_buy',
    hash: `hash-of-model-${JSON.stringify(parameters)}`,
    inputs: ['load:visits'],
    place,
    parameters: {
      outcome: 'bought',
      features: ['age'],
      texts: [],
      learner: { kind: 'linear', options: {} },
      folds: 3,
      seed: 1,
      ...parameters,
    },
  };
}

export function planOf(steps: Plan['steps'], actions: readonly Action[] = []): Plan {
  return { version: 1, spec: 'a.causal', specHash: 'hash-of-spec', seed: 1, steps, actions };
}

export const visits: LoadStep = loadStep('visits.csv');

export const train: Action = { verb: 'train', name: 'lift', place };

/** A shop in which the coupon adds .2 to the chance to buy, the same for everyone. */
export function shopCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const coupon = i % 2;
    const age = 20 + ((i * 7) % 50);
    const bought = (i * 37) % 100 < 30 + 20 * coupon ? 1 : 0;
    return `u${i},${coupon},${bought},${age}`;
  });
  return `user,coupon,bought,age\n${lines.join('\n')}\n`;
}

export function graphStep(
  edges: GraphStep['parameters']['edges'],
  unobserved: readonly string[] = [],
): GraphStep {
  const names = [...new Set(edges.flat())];
  const nodes = names.map((name) => ({ name, observed: !unobserved.includes(name) }));
  return {
    kind: 'graph',
    id: 'graph:shop',
    name: 'shop',
    hash: 'hash-of-graph',
    inputs: [],
    place,
    parameters: { nodes, edges },
  };
}
