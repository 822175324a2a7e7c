import { demandsOf } from '../../../kernel/src/effects/estimators/demands.js';
import { say } from '../../../kernel/src/words/say.js';
import { parametersOf } from '../compiler/compiled.js';
import { amountOf, clauseOf, effectOf, type PolicyKind, policyKind } from '../language/declarations.js';
import {
  isDecidingClause,
  isPolicy,
  isPriceClause,
  isSalvageClause,
  isUnitCostClause,
  type Policy,
  type PolicyClause,
  type ScoreAction,
  type SegmentClause,
  type UnitCostClause,
} from '../language/generated/ast.js';
import { resolveVariable } from '../language/variables.js';
import type { Rule } from './rule.js';

/** What policies of a kind do, behind `a policy that`. */
const deeds: Readonly<Record<PolicyKind, () => string>> = {
  policy: () => say`treats`,
  price: () => say`asks a price`,
  stock: () => say`orders`,
};

/** Clauses that policies of one kind, or of two, have. */
const clausesOfKinds: Readonly<Partial<Record<PolicyClause['$type'], readonly PolicyKind[]>>> = {
  TreatClause: ['policy'],
  CostClause: ['policy'],
  ValueClause: ['policy'],
  BudgetClause: ['policy'],
  CapacityClause: ['policy'],
  EligibleClause: ['policy'],
  AgainstClause: ['policy'],
  DepthClause: ['policy'],
  FairClause: ['policy'],
  PriceByClause: ['price'],
  UnitCostClause: ['price', 'stock'],
  SegmentClause: ['price', 'stock'],
  StockByClause: ['stock'],
  PriceClause: ['stock'],
  SalvageClause: ['stock'],
};

/** CS1008 */
export const policyClauseMissing: Rule<Policy> = (policy, report) => {
  const tell = (message: string): void => report({ node: policy, property: 'name', message });
  if (!clauseOf(policy, isDecidingClause)) {
    tell(
      say`Policy ${policy.name} needs \`treat by EFFECT\`, \`price by EFFECT\` or \`stock by EFFECT\`; add one.`,
    );
    return;
  }
  const kind = policyKind(policy);
  const missing = [
    ...(kind === 'stock' && !clauseOf(policy, isPriceClause) ? ['price AMOUNT'] : []),
    ...(kind !== 'policy' && !clauseOf(policy, isUnitCostClause) ? ['unit cost AMOUNT'] : []),
  ];
  for (const clause of missing) tell(say`Policy ${policy.name} needs \`${clause}\`; add it.`);
};

/** CS1412 */
export const unitCostNotNegative: Rule<UnitCostClause> = ({ amount }, report) => {
  if (!amount || amountOf(amount) >= 0) return;
  report({ node: amount, message: say`A unit cost has to be 0 or more, not ${amountOf(amount)}.` });
};

/** CS1412 */
export const orderPays: Rule<Policy> = (policy, report) => {
  const price = clauseOf(policy, isPriceClause)?.amount;
  const cost = clauseOf(policy, isUnitCostClause)?.amount;
  if (policyKind(policy) !== 'stock' || !cost || amountOf(cost) < 0) return;
  if (price && amountOf(price) <= amountOf(cost)) {
    const message = say`At a price of ${amountOf(price)} and a unit cost of ${amountOf(cost)} no sale earns anything; the price has to be above the unit cost.`;
    report({ node: price, message });
  }
  const salvage = clauseOf(policy, isSalvageClause)?.amount;
  const left = salvage ? amountOf(salvage) : 0;
  if (left < amountOf(cost)) return;
  const message = say`A unit left over brings ${left}, no less than the ${amountOf(cost)} that it costs, so that one would order without end; the salvage has to be below the unit cost.`;
  report({ node: salvage ?? cost, message });
};

/** CS1405 */
export const demandOfSuchEffect: Rule<Policy> = (policy, report) => {
  const clause = clauseOf(policy, isDecidingClause);
  const effect = effectOf(policy);
  const parameters = effect && parametersOf(effect);
  if (!clause || !effect || !parameters) return;
  const { estimator, treatment, outcome, doses } = parameters;
  const { pastConfounding, dose } = demandsOf(estimator.kind);
  const tell = (message: string): void => report({ node: clause, property: 'effect', message });
  const kind = policyKind(policy);
  if (kind === 'price' && dose !== 'must') {
    tell(
      say`Which ${treatment} earns most follows from ${outcome} at every one of them; ${effect.name} is estimated by ${estimator.kind}: write \`with dose response\` in it.`,
    );
  }
  if (kind === 'stock' && (pastConfounding || dose === 'must' || doses)) {
    tell(
      say`Orders follow from ${outcome} in arms that are compared as alike; ${effect.name} is estimated by ${estimator.kind}; take an effect that adjusts.`,
    );
  }
};

/** CS1408 */
export const segmentsOfText: Rule<SegmentClause> = ({ variables }, report) => {
  for (const variable of variables) {
    if (resolveVariable(variable)?.type !== 'text') continue;
    const message = say`"${variable.name}" is free text and makes no groups; derive a column of few values from it.`;
    report({ node: variable, message });
  }
};

/** CS1413 */
export const clauseOfAnotherKind: Rule<Policy> = (policy, report) => {
  const kind = policyKind(policy);
  for (const clause of policy.clauses) {
    const kinds = clausesOfKinds[clause.$type];
    if (!kinds || kinds.includes(kind)) continue;
    const word = clause.$cstNode?.text.match(/^(price by|stock by|treat by|unit cost|\S+)/)?.[0] ?? '';
    const others = kinds.map((each) => deeds[each]()).join(say` or `);
    const message = say`\`${word}\` belongs to a policy that ${others}, and ${policy.name} ${deeds[kind]()}; delete it, or write a policy of its own.`;
    report({ node: clause, message });
  }
};

/** CS1504 */
export const scoredByDecision: Rule<ScoreAction> = (action, report) => {
  const subject = action.subject?.ref;
  if (!isPolicy(subject) || policyKind(subject) === 'policy') return;
  const message = say`${subject.name} ${deeds[policyKind(subject)]()} and gives rows no arm; score with a policy that treats, or with an effect.`;
  report({ node: action, property: 'subject', message });
};
