import type { AstNode } from 'langium';
import type {
  CheckKind,
  EffectStep,
  EstimatorKind,
  LearnerKind,
  ModelStep,
  NuisanceKind,
  TextInput,
  TextMode,
} from '../../../kernel/src/plan.js';
import { inEnglish } from '../../../kernel/src/words/say.js';
import { viewThrough } from '../language/adjustment.js';
import { amountOf, armName, clauseOf, clausesOf, dataOf, graphOf } from '../language/declarations.js';
import {
  type Effect,
  isArmsClause,
  isByClause,
  isCheckClause,
  isClusterClause,
  isDosesClause,
  isEstimandClause,
  isEstimatorClause,
  isFoldsClause,
  isGroupClause,
  isHeadlineClause,
  isHorizonClause,
  isLearnerClause,
  isLevelClause,
  isNegativeClause,
  isNuisancesClause,
  isOfClause,
  isPredictClause,
  isSeedClause,
  isText,
  isUsingClause,
  isWeightsClause,
  isWhereClause,
  type Model,
  type NegativeRole,
  type Variable,
} from '../language/generated/ast.js';
import { type Roles, rolesOf } from '../language/text-readers.js';
import type { Variables } from '../language/variable-info.js';
import { variablesInScope } from '../language/variables.js';
import type { WayKind } from '../language/ways.js';
import { compileExpression } from './compile-expression.js';
import { implicationsOf } from './graph-implications.js';
import { placeOf } from './places.js';
import { type Compiled, stepHash } from './steps.js';
import { choice, textInput } from './text-inputs.js';
import { reasonedWay } from './way-reason.js';

const defaultLevel = 0.95;
const defaultFolds = 5;
const defaultLearner: LearnerKind = 'boosted trees';

/**
 * The name of a variable that has to be there.
 * @throws Error where the person is still writing it; the editor asks all the same
 */
function written(variable: Variable | undefined): string {
  if (variable?.name === undefined) throw new Error('An unfinished declaration has no plan.');
  return variable.name;
}

/** Names split into columns and texts, each with the step that encodes it. How long a history is is a column beside it. */
function inputsOf(
  names: readonly string[],
  variables: Variables,
  roles: Roles,
): { columns: string[]; texts: TextInput[] } {
  const columns: string[] = [];
  const texts: TextInput[] = [];
  for (const name of names) {
    const text = variables.get(name)?.declaredAt;
    if (!isText(text)) columns.push(name);
    else {
      const input = textInput(text, roles);
      texts.push(input);
      if (input.count) columns.push(input.count);
    }
  }
  return { columns, texts };
}

/**
 * The estimator that is right for most. By adjustment: a forest where the effect may differ, else doubly robust, else plain means; any
 * other way has its own.
 */
function defaultEstimator(kind: WayKind, adjusts: boolean, modifies: boolean): EstimatorKind {
  if (kind !== 'adjustment') return kind === 'instrument' ? 'instrumental dml' : kind;
  if (!adjusts) return 'difference in means';
  return modifies ? 'causal forest' : 'aipw';
}

/** Every check that has something to look at. */
function defaultChecks(effect: Effect, kind: WayKind, adjusts: boolean): CheckKind[] {
  if (kind !== 'adjustment') return [];
  const modifies = clauseOf(effect, isByClause) !== undefined;
  const controls: CheckKind[] = clauseOf(effect, isNegativeClause) ? ['negative controls'] : [];
  if (adjusts) return ['overlap', 'balance', 'placebo', ...controls];
  return modifies ? ['balance', 'placebo', ...controls] : ['placebo', ...controls];
}

/** Names that a clause of an effect lists. */
function namesIn<Clause extends AstNode & { readonly variables: readonly Variable[] }>(
  effect: Effect,
  is: (node: unknown) => node is Clause,
): string[] {
  return clauseOf(effect, is)?.variables.map(({ name }) => name) ?? [];
}

function negativeControls(effect: Effect, role: NegativeRole): string[] {
  return clausesOf(effect, isNegativeClause)
    .filter((clause) => clause.role === role)
    .flatMap((clause) => clause.variables.map(({ name }) => name));
}

/** The effect step of a valid effect. */
export function compileEffect(effect: Effect, seed: number, compiled: Compiled): EffectStep {
  const variables = variablesInScope(effect);
  const of = clauseOf(effect, isOfClause);
  // The reason is hashed and kept: it may not depend on who reads it.
  const { kind, adjusted, instruments, mediators, reason } = inEnglish(() => reasonedWay(effect))!;
  const { columns, texts } = inputsOf(adjusted, variables, rolesOf(effect));
  const modifiers = namesIn(effect, isByClause).flatMap((name) => {
    const count = texts.find((text) => text.name === name)?.count;
    return count ? [name, count] : [name];
  });
  const arms = clauseOf(effect, isArmsClause)?.arms.map(armName);
  const where = clauseOf(effect, isWhereClause);
  const estimator = clauseOf(effect, isEstimatorClause);
  const graph = graphOf(effect);
  const cluster = clauseOf(effect, isClusterClause);
  const weights = clauseOf(effect, isWeightsClause);
  const horizon = clauseOf(effect, isHorizonClause);
  const doses = clauseOf(effect, isDosesClause);
  const nuisances = clauseOf(effect, isNuisancesClause)?.learner as NuisanceKind | undefined;
  const textMode = clauseOf(effect, isHeadlineClause)?.mode as TextMode | undefined;
  const adjusts = adjusted.length > 0;
  const view = viewThrough(effect);
  const checks =
    (clauseOf(effect, isCheckClause)?.checks as CheckKind[] | undefined) ??
    defaultChecks(effect, kind, adjusts);
  const parameters: EffectStep['parameters'] = {
    treatment: written(of?.treatment),
    outcome: written(of?.outcome),
    ...(arms && { arms }),
    ...(where && { where: compileExpression(where.condition) }),
    adjustment: columns,
    texts,
    ...(textMode && textMode !== 'full' && { textMode }),
    modifiers,
    instruments,
    mediators,
    groups: clausesOf(effect, isGroupClause).map(({ name, condition }) => ({
      name,
      condition: compileExpression(condition),
    })),
    ...(cluster && { cluster: cluster.column.name }),
    ...(weights && { weights: weights.column.name }),
    ...(horizon && {
      horizon: { length: horizon.length, days: horizon.days, column: horizon.column.name },
    }),
    negativeOutcomes: negativeControls(effect, 'outcome'),
    negativeTreatments: negativeControls(effect, 'treatment'),
    ...(doses && { doses: doses.doses.map(amountOf) }),
    nuisances: { kind: nuisances ?? 'stack', options: {} },
    implications: checks.includes('implications') && view ? implicationsOf(view, variables) : [],
    estimand: clauseOf(effect, isEstimandClause)?.estimand ?? 'ate',
    estimator: choice(
      (estimator?.estimator as EstimatorKind | undefined) ??
        defaultEstimator(kind, adjusts, modifiers.length > 0),
      estimator?.options,
    ),
    checks,
    reason,
    level: clauseOf(effect, isLevelClause)?.level ?? defaultLevel,
    folds: clauseOf(effect, isFoldsClause)?.folds ?? defaultFolds,
    seed: clauseOf(effect, isSeedClause)?.seed ?? seed,
  };
  const inputs = [
    `load:${dataOf(effect)?.name}`,
    ...texts.map((text) => text.step),
    ...(graph ? [`graph:${graph.name}`] : []),
  ];
  // What it takes from the graph stands in its parameters: what the graph says of other effects changes nothing here.
  const read = inputs.filter((id) => !id.startsWith('graph:'));
  return {
    kind: 'effect',
    id: `effect:${effect.name}`,
    name: effect.name,
    hash: stepHash('effect', { name: effect.name, ...parameters }, read, compiled),
    inputs,
    place: placeOf(effect),
    parameters,
  };
}

/** The model step of a valid model. */
export function compileModel(model: Model, seed: number, compiled: Compiled): ModelStep {
  const using = clauseOf(model, isUsingClause)?.variables.map((variable) => variable.name) ?? [];
  const { columns, texts } = inputsOf(using, variablesInScope(model), rolesOf(model));
  const learner = clauseOf(model, isLearnerClause);
  const parameters: ModelStep['parameters'] = {
    outcome: written(clauseOf(model, isPredictClause)?.outcome),
    features: columns,
    texts,
    learner: choice((learner?.learner as LearnerKind | undefined) ?? defaultLearner, learner?.options),
    folds: clauseOf(model, isFoldsClause)?.folds ?? defaultFolds,
    seed: clauseOf(model, isSeedClause)?.seed ?? seed,
  };
  const inputs = [`load:${dataOf(model)?.name}`, ...texts.map((text) => text.step)];
  return {
    kind: 'model',
    id: `model:${model.name}`,
    name: model.name,
    hash: stepHash('model', { name: model.name, ...parameters }, inputs, compiled),
    inputs,
    place: placeOf(model),
    parameters,
  };
}
