import { type Plan, planVersion, type Step } from '../../../kernel/src/plan.js';
import { declarationsInScope, type PolicyKind, policyKind } from '../language/declarations.js';
import {
  isData,
  isEffect,
  isGraph,
  isModel,
  isParameter,
  isPolicy,
  isRank,
  isText,
  type Policy,
  type Spec,
} from '../language/generated/ast.js';
import { plainValue } from '../language/parameters.js';
import { compileAction } from './actions.js';
import { hashOf } from './hash.js';
import { compilePolicy } from './policies.js';
import { compilePrice, compileStock } from './prices-and-orders.js';
import { compileEffect, compileModel } from './questions.js';
import { compileRank } from './rankings.js';
import { type Compiled, compileData, compileGraph, compileText, defaultSeed } from './steps.js';

/** How policies of each kind are compiled. */
const decide: Readonly<Record<PolicyKind, (policy: Policy, compiled: Compiled) => Step>> = {
  policy: compilePolicy,
  price: compilePrice,
  stock: compileStock,
};

export interface CompileOptions {
  /** File the plan is compiled from, relative to the workspace, for messages. */
  readonly spec: string;
  /** Seed of everything that no clause gives one of its own; {@link defaultSeed} where absent. */
  readonly seed?: number;
  /** Whether graph steps say what their variables are to an effect, which takes longest in large graphs; true where absent. */
  readonly readings?: boolean;
}

/**
 * The plan of a spec without errors. Of a notebook cell: everything declared above it and in it, and its own verbs.
 * Steps come in the order data, texts, graphs, effects, models, policies, rankings, so that each follows its inputs.
 */
export function compileSpec(spec: Spec, options: CompileOptions): Plan {
  const seed = options.seed ?? defaultSeed;
  const declarations = declarationsInScope(spec);
  const texts = declarations.filter(isText);
  const compiled = new Map<string, Step>();
  const add = (step: Step): void => {
    compiled.set(step.id, step);
  };
  for (const data of declarations.filter(isData)) add(compileData(data, texts, seed, compiled));
  for (const text of texts) add(compileText(text, compiled));
  const effects = declarations.filter(isEffect);
  const readers = options.readings === false ? [] : effects;
  for (const graph of declarations.filter(isGraph)) add(compileGraph(graph, readers, compiled));
  for (const effect of effects) add(compileEffect(effect, seed, compiled));
  for (const model of declarations.filter(isModel)) add(compileModel(model, seed, compiled));
  for (const policy of declarations.filter(isPolicy)) add(decide[policyKind(policy)](policy, compiled));
  for (const rank of declarations.filter(isRank)) add(compileRank(rank, seed, compiled));
  const steps = [...compiled.values()];
  const parameters = declarations
    .filter(isParameter)
    .map(({ name, value }) => [name, plainValue(value)] as const);
  return {
    version: planVersion,
    spec: options.spec,
    specHash: hashOf(steps.map(({ id, hash }) => `${id} ${hash}`).sort()),
    seed,
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    steps,
    actions: spec.actions.map(compileAction),
  };
}
