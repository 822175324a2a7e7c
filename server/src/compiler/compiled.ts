import type { EffectStep, ModelStep, Step } from '../../../kernel/src/plan.js';
import { contextOf, type SpecContext } from '../language/context.js';
import { dataOf, effectOf, policyKind, textsOn } from '../language/declarations.js';
import {
  type Data,
  type Declaration,
  type Effect,
  isSpec,
  type Model,
  type Policy,
  type Rank,
} from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import { compileSpec } from './compile-spec.js';
import { compileEffect, compileModel } from './questions.js';
import { defaultSeed } from './steps.js';

type Steps = ReadonlyMap<string, Step>;

/** With graphs read for their effects, and without: only the hash of a graph needs it. */
const compiled = { read: new WeakMap<SpecContext, Steps>(), unread: new WeakMap<SpecContext, Steps>() };

/** What an effect or a model computes, also while other declarations are broken; undefined where it is itself unfinished. */
export function parametersOf(effect: Effect): EffectStep['parameters'] | undefined;
export function parametersOf(model: Model): ModelStep['parameters'] | undefined;
export function parametersOf(question: Effect | Model): Step['parameters'] | undefined {
  return attempt(() =>
    question.$type === 'Effect'
      ? compileEffect(question, defaultSeed, new Map()).parameters
      : compileModel(question, defaultSeed, new Map()).parameters,
  );
}

/** The step a declaration compiles to; undefined while anything its spec sees has errors. Compiled once per build. */
export function stepOf(declaration: Declaration): Step | undefined {
  const spec = declaration.$container;
  if (!isSpec(spec)) return undefined;
  const context = contextOf(spec);
  const readings = declaration.$type === 'Graph';
  const kept = readings ? compiled.read : compiled.unread;
  let steps = kept.get(context);
  if (!steps) {
    const plan = attempt(() => compileSpec(spec, { spec: '', readings }));
    steps = new Map(plan?.steps.map((step) => [`${step.kind} ${step.name}`, step]));
    kept.set(context, steps);
  }
  const kind = declaration.$type === 'Policy' ? policyKind(declaration) : kinds[declaration.$type];
  return steps.get(`${kind} ${declaration.name}`);
}

/** The data that an effect, a model, a ranking or a policy (by its effect) reads: those of its rows, then those of the events in its histories, in the order of its texts. */
export function dataRead(question: Effect | Model | Policy | Rank): Data[] {
  if (question.$type === 'Policy') {
    const effect = effectOf(question);
    return effect ? dataRead(effect) : [];
  }
  const data = dataOf(question);
  if (question.$type === 'Rank') return data ? [data] : [];
  const step = stepOf(question);
  if (!data) return [];
  if (step?.kind !== 'effect' && step?.kind !== 'model') return [data];
  const texts = textsOn(data, question);
  const events = step.parameters.texts.flatMap(({ name }) => {
    const text = texts.find((each) => each.name === name);
    return (text && historyOf(text) && text.data.ref) ?? [];
  });
  return [data, ...new Set(events)];
}

/** A parameter is no step: its value is part of those that use it. */
const kinds: Readonly<Record<Exclude<Declaration['$type'], 'Policy'>, Step['kind'] | undefined>> = {
  Parameter: undefined,
  Data: 'load',
  Text: 'encode',
  Graph: 'graph',
  Effect: 'effect',
  Model: 'model',
  Rank: 'rank',
};

/** A declaration that is half written lacks what the compiler takes for granted; then there is nothing to say yet. */
function attempt<T>(compile: () => T): T | undefined {
  try {
    return compile();
  } catch {
    return undefined;
  }
}
