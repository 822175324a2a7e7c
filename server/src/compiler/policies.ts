import type { PolicyStep } from '../../../kernel/src/plan.js';
import { amountOf, armName, clauseOf, effectOf } from '../language/declarations.js';
import {
  type AgainstClause,
  type FairClause,
  isAgainstClause,
  isBudgetClause,
  isCapacityClause,
  isCostClause,
  isDepthClause,
  isEligibleClause,
  isFairClause,
  isValueClause,
  isVariable,
  type Policy,
} from '../language/generated/ast.js';
import { compileExpression } from './compile-expression.js';
import { placeOf } from './places.js';
import { type Compiled, stepHash } from './steps.js';

type Parameters = PolicyStep['parameters'];

/** The policy step of a valid policy. */
export function compilePolicy(policy: Policy, compiled: Compiled): PolicyStep {
  const effect = effectOf(policy);
  if (!effect) throw new Error('An unfinished declaration has no plan.');
  const value = clauseOf(policy, isValueClause)?.amount;
  const budget = clauseOf(policy, isBudgetClause)?.amount;
  const capacity = clauseOf(policy, isCapacityClause)?.amount;
  const eligible = clauseOf(policy, isEligibleClause);
  const against = clauseOf(policy, isAgainstClause);
  const depth = depthOf(clauseOf(policy, isDepthClause)?.depth);
  const fair = clauseOf(policy, isFairClause);
  const parameters: Parameters = {
    effect: `effect:${effect.name}`,
    costs: (clauseOf(policy, isCostClause)?.costs ?? []).map(({ arm, cost }) => ({
      ...(arm && { arm: armName(arm) }),
      cost: amountOf(cost),
    })),
    ...(value && { value: amountOf(value) }),
    ...(budget && { budget: amountOf(budget) }),
    ...(capacity && { capacity: amountOf(capacity) }),
    ...(eligible && { eligible: compileExpression(eligible.condition) }),
    ...(against && { today: ruleOf(against) }),
    ...(depth && { depth }),
    ...(fair && { fair: fairnessOf(fair) }),
  };
  const inputs = [parameters.effect];
  return {
    kind: 'policy',
    id: `policy:${policy.name}`,
    name: policy.name,
    hash: stepHash('policy', { name: policy.name, ...parameters }, inputs, compiled),
    inputs,
    place: placeOf(policy),
    parameters,
  };
}

/** A column by itself says who is treated, or with what; anything else is a condition. */
function ruleOf({ condition }: AgainstClause): Parameters['today'] {
  if (isVariable(condition)) return { kind: 'column', column: condition.name };
  return { kind: 'condition', condition: compileExpression(condition) };
}

function fairnessOf({ variables, within }: FairClause): Parameters['fair'] {
  return { columns: variables.map(({ name }) => name), ...(within !== undefined && { within }) };
}

function depthOf(depth: number | undefined): Parameters['depth'] {
  return depth === 1 || depth === 2 || depth === 3 ? depth : undefined;
}
