import type { AstNode } from 'langium';
import { demandsOf } from '../../../kernel/src/effects/estimators/demands.js';
import type { EffectStep } from '../../../kernel/src/plan.js';
import { say } from '../../../kernel/src/words/say.js';
import { parametersOf } from '../compiler/compiled.js';
import { amountOf, armName, clauseOf, effectOf, policyKind } from '../language/declarations.js';
import {
  type AgainstClause,
  type ArmCost,
  type BudgetClause,
  type CapacityClause,
  type CostClause,
  type DepthClause,
  type FairClause,
  isArmsClause,
  isBudgetClause,
  isCostClause,
  isPolicy,
  isTreatClause,
  isValueClause,
  isVariable,
  type Policy,
  type ValueClause,
} from '../language/generated/ast.js';
import { resolveVariable } from '../language/variables.js';
import { conditionFault } from './expression-rules.js';
import { type Rule, suggestion } from './rule.js';

/** CS1012 */
export const costTwice: Rule<CostClause> = ({ costs }, report) => {
  const seen = new Set<string | undefined>();
  for (const cost of costs) {
    const name = cost.arm && armName(cost.arm);
    if (seen.has(name)) {
      const what = name === undefined ? say`A cost of every other arm` : say`The cost of arm "${name}"`;
      report({ node: cost, message: say`${what} is said twice; delete one of them.` });
    }
    seen.add(name);
  }
};

/** CS1403 */
export const costNotNegative: Rule<ArmCost> = ({ arm, cost }, report) => {
  if (!cost || amountOf(cost) >= 0) return;
  const whose = arm ? say`The cost of "${armName(arm)}"` : say`A cost`;
  report({
    node: cost,
    message: say`${whose} has to be 0 or more, not ${amountOf(cost)}; count what a treatment earns by \`value\`.`,
  });
};

/** CS1403 */
export const amountInRange: Rule<ValueClause | BudgetClause | CapacityClause> = (clause, report) => {
  if (!clause.amount) return;
  const amount = amountOf(clause.amount);
  const tell = (message: string): void => report<AstNode>({ node: clause.amount, message });
  switch (clause.$type) {
    case 'ValueClause':
      if (amount === 0)
        tell(say`A value of 0 makes everything worth nothing; say what one more of the outcome is worth.`);
      break;
    case 'BudgetClause':
      if (amount <= 0)
        tell(say`A budget of ${amount} treats nobody; give one above 0, or leave \`budget\` out.`);
      break;
    case 'CapacityClause':
      if (amount < 1 || !Number.isInteger(amount))
        tell(say`capacity has to be a whole number of rows from 1, not ${amount}.`);
      break;
  }
};

/** CS1403. A budget that pays for nobody is known where every arm's cost is. */
export const budgetPaysNobody: Rule<Policy> = (policy, report) => {
  const budget = clauseOf(policy, isBudgetClause)?.amount;
  const costs = clauseOf(policy, isCostClause)?.costs ?? [];
  if (!budget || amountOf(budget) <= 0 || !costs.some(({ arm }) => !arm)) return;
  const cheapest = Math.min(...costs.flatMap(({ cost }) => (cost ? [amountOf(cost)] : [])));
  if (!(cheapest > amountOf(budget))) return;
  const message = say`A budget of ${amountOf(budget)} does not pay for one treatment of ${cheapest}; raise it, or lower the cost.`;
  report({ node: budget, message });
};

/** CS1404 */
export const moneyWithoutValue: Rule<Policy> = (policy, report) => {
  const money = clauseOf(policy, isCostClause) ?? clauseOf(policy, isBudgetClause);
  if (!money || clauseOf(policy, isValueClause) || policyKind(policy) !== 'policy') return;
  const outcome = effectParameters(policy)?.outcome ?? say`the outcome`;
  const message = say`Policy ${policy.name} says what treating costs and not what one more of ${outcome} is worth; add \`value\`.`;
  report({ node: money, message });
};

/** CS1404 */
export const budgetWithoutCost: Rule<BudgetClause> = (clause, report) => {
  const policy = clause.$container;
  if (!isPolicy(policy) || clauseOf(policy, isCostClause) || policyKind(policy) !== 'policy') return;
  const message = say`Nothing costs anything in ${policy.name}, so that a budget limits nothing; add \`cost\`, or limit rows with \`capacity\`.`;
  report({ node: clause, message });
};

/** CS1405 */
export const policyOfSuchEffect: Rule<Policy> = (policy, report) => {
  const treat = clauseOf(policy, isTreatClause);
  const parameters = effectParameters(policy);
  const name = effectOf(policy)?.name;
  if (!treat || !parameters) return;
  const { estimator, modifiers, adjustment, texts, doses } = parameters;
  const { pastConfounding, dose } = demandsOf(estimator.kind);
  if (pastConfounding || dose === 'must' || doses) {
    const message = say`A policy treats by effects of arms that are compared as alike; ${name} is estimated by ${estimator.kind}; take an effect that adjusts.`;
    report({ node: treat, property: 'effect', message });
  } else if (modifiers.length + adjustment.length + texts.length === 0) {
    const message = say`${name} is the same for everyone, so that nobody comes first; name effect modifiers in it with \`by\`.`;
    report({ node: treat, property: 'effect', message });
  }
};

/** CS1406 */
export const costOfUnknownArm: Rule<ArmCost> = (cost, report) => {
  const policy = cost.$container.$container;
  const effect = isPolicy(policy) ? effectOf(policy) : undefined;
  const known = effect && clauseOf(effect, isArmsClause)?.arms.map(armName);
  if (!cost.arm || !known) return;
  const name = armName(cost.arm);
  const [baseline, ...arms] = known;
  if (arms.includes(name)) return;
  if (name === baseline) {
    const message = say`"${name}" is the baseline: what rows get that are not treated costs nothing; take it out.`;
    report({ node: cost.arm, message });
    return;
  }
  const { hint, fix } = suggestion(name, arms, say`its arms are`);
  report({ node: cost.arm, message: say`${effect.name} has no arm "${name}"${hint}`, fix });
};

/** CS1406 */
export const ruleOfToday: Rule<AgainstClause> = (clause, report) => {
  const { condition, $container: policy } = clause;
  if (!condition) return;
  if (!isVariable(condition)) {
    const effect = isPolicy(policy) ? effectOf(policy) : undefined;
    const arms = effect ? (clauseOf(effect, isArmsClause)?.arms.length ?? 2) : 2;
    const fault = conditionFault(condition);
    if (fault) report({ node: condition, message: fault });
    else if (arms > 2) {
      const message = say`${effect?.name} has several arms, and a condition does not say which of them is given today; name a column that holds the arm.`;
      report({ node: condition, message });
    }
    return;
  }
  const type = resolveVariable(condition)?.type;
  if (type !== 'date' && type !== 'text') return;
  const message = say`"${condition.name}" is ${type} and says nobody's treatment; name a column of arms, or a condition.`;
  report({ node: condition, message });
};

/** CS1407 */
export const depthInRange: Rule<DepthClause> = (clause, report) => {
  const { depth } = clause;
  if (depth === undefined || [1, 2, 3].includes(depth)) return;
  const message = say`depth has to be 1, 2 or 3, not ${depth}: more questions than that nobody reads.`;
  report({ node: clause, property: 'depth', message });
};

/** CS1408 */
export const fairness: Rule<FairClause> = (clause, report) => {
  const { variables, within } = clause;
  for (const variable of variables) {
    if (resolveVariable(variable)?.type !== 'text') continue;
    const message = say`"${variable.name}" is free text and makes no groups; derive a column of few values from it.`;
    report({ node: variable, message });
  }
  if (within === undefined) return;
  if (!(within >= 0 && within <= 1)) {
    const message = say`within has to be from 0 to 1, not ${within}: a distance of shares, as 0.1 for ten in a hundred.`;
    report({ node: clause, property: 'within', message });
  }
  if (variables.length > 1) {
    const message = say`Shares treated can be kept together for the groups of one column; name one, or leave \`within\` out.`;
    report({ node: clause, property: 'within', message });
  }
};

function effectParameters(policy: Policy): EffectStep['parameters'] | undefined {
  const effect = effectOf(policy);
  return effect && parametersOf(effect);
}
