import type { AstNode } from 'langium';
import { demandsOf } from '../../../kernel/src/effects/estimators/demands.js';
import { listed } from '../../../kernel/src/words/phrases.js';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { parametersOf } from '../compiler/compiled.js';
import { adjustedNames } from '../language/adjustment.js';
import { amountOf, armName, clauseOf, clausesOf } from '../language/declarations.js';
import {
  type AdjustClause,
  type ArmsClause,
  type ByClause,
  type CheckClause,
  type ClusterClause,
  type DosesClause,
  type Effect,
  type EstimatorClause,
  type FairClause,
  type FoldsClause,
  type HeadlineClause,
  type HorizonClause,
  type InstrumentClause,
  isAdjustClause,
  isByClause,
  isDosesClause,
  isEffect,
  isEstimatorClause,
  isGroupClause,
  isInClause,
  isNegativeClause,
  isOfClause,
  isText,
  type LevelClause,
  type NegativeClause,
  type OfClause,
  type ReduceClause,
  type SeedClause,
  type SegmentClause,
  type ThroughClause,
  type UsingClause,
  type WeightsClause,
} from '../language/generated/ast.js';
import { resolveVariable, variablesInScope } from '../language/variables.js';
import { roleWord } from './kind-words.js';
import type { Rule } from './rule.js';

/** CS1301 */
export const treatmentIsOutcome: Rule<OfClause> = ({ treatment, outcome }, report) => {
  if (!treatment?.name || treatment.name !== outcome?.name) return;
  const message = say`"${treatment.name}" is treatment and outcome at once; name two variables.`;
  report({ node: outcome, message });
};

/** A clause of an effect that lists variables beside treatment and outcome. */
type ListClause = AdjustClause | ByClause | InstrumentClause | ThroughClause | NegativeClause;

const verbs: Readonly<Record<ListClause['$type'], string>> = {
  AdjustClause: toTell`adjusted for`,
  ByClause: toTell`an effect modifier`,
  InstrumentClause: toTell`an instrument`,
  ThroughClause: toTell`a mediator`,
  NegativeClause: toTell`a negative control`,
};

/** CS1302 */
export const treatmentAmongOthers: Rule<ListClause> = (clause, report) => {
  const of = isEffect(clause.$container) ? clauseOf(clause.$container, isOfClause) : undefined;
  const verb = told(verbs[clause.$type]);
  for (const variable of clause.variables) {
    if (!variable.name) continue;
    const role = variable.name === of?.treatment?.name ? 'treatment' : 'outcome';
    if (role === 'outcome' && variable.name !== of?.outcome?.name) continue;
    report({
      node: variable,
      message: say`"${variable.name}" is the ${roleWord(role)} and cannot be ${verb}; take it out.`,
    });
  }
};

const parts: Readonly<Record<'ClusterClause' | 'WeightsClause' | 'HorizonClause', string>> = {
  ClusterClause: toTell`cluster`,
  WeightsClause: toTell`weight`,
  HorizonClause: toTell`time observed`,
};

/** CS1302 */
export const treatmentAsOther: Rule<ClusterClause | WeightsClause | HorizonClause> = (clause, report) => {
  const of = isEffect(clause.$container) ? clauseOf(clause.$container, isOfClause) : undefined;
  const { column } = clause;
  if (!column?.name || (column.name !== of?.treatment?.name && column.name !== of?.outcome?.name)) return;
  const role = column.name === of?.treatment?.name ? 'treatment' : 'outcome';
  const what = told(parts[clause.$type]);
  report({
    node: column,
    message: say`"${column.name}" is the ${roleWord(role)} and cannot be the ${what}; name another.`,
  });
};

/** CS1012 */
export const groupTwice: Rule<Effect> = (effect, report) => {
  const seen = new Set<string>();
  for (const group of clausesOf(effect, isGroupClause)) {
    if (group.name && seen.has(group.name)) {
      report({
        node: group,
        property: 'name',
        message: say`Group "${group.name}" is named twice; rename one of them.`,
      });
    }
    seen.add(group.name);
  }
};

/** CS1313 */
export const weightsAreNumbers: Rule<WeightsClause> = ({ column }, report) => {
  const type = column && resolveVariable(column)?.type;
  if (!type || type === 'numeric') return;
  const message = say`The weights "${column.name}" are ${type}; name a column of numbers, or declare it numeric.`;
  report({ node: column, message });
};

/** CS1315 */
export const horizonOfTime: Rule<HorizonClause> = (clause, report) => {
  if (clause.length <= 0) {
    const message = say`A horizon is longer than 0, not ${clause.length}; write how long the event may take.`;
    report({ node: clause, property: 'length', message });
  }
  const { column } = clause;
  const type = column && resolveVariable(column)?.type;
  if (!type || type === 'numeric') return;
  const message = say`The time "${column.name}" is ${type}; a horizon is compared with numbers, such as \`derive observed_for = days(last_seen - first_seen)\`.`;
  report({ node: column, message });
};

/** CS1315 */
export const horizonOfEvent: Rule<HorizonClause> = (clause, report) => {
  const effect = clause.$container;
  const outcome = isEffect(effect) ? clauseOf(effect, isOfClause)?.outcome : undefined;
  const type = outcome && resolveVariable(outcome)?.type;
  if (isEffect(effect) && clauseOf(effect, isDosesClause)) {
    const message = say`A horizon weighs rows arm by arm, and ${effect.name} has doses in place of arms; leave one of the two out.`;
    report({ node: clause, message });
  }
  if (!type || type === 'numeric' || type === 'boolean') return;
  const message = say`With a horizon the outcome says whether the event happened, but "${outcome.name}" is ${type}; derive a condition from it.`;
  report({ node: clause, message });
};

/** CS1316 */
export const weightsOfEstimator: Rule<WeightsClause | HorizonClause> = (clause, report) => {
  const estimator = parametersOf(clause.$container)?.estimator.kind;
  if (!estimator || !demandsOf(estimator).unweighted) return;
  const why = clause.$type === 'HorizonClause' ? '`horizon`' : '`weights`';
  const message = say`${estimator} has no form for rows that count differently, which ${why} asks for; write \`with aipw\`, or another that adjusts.`;
  report({ node: clause, message });
};

/** CS1314 */
export const textAsNumber: Rule<InstrumentClause | ThroughClause | NegativeClause | ClusterClause> = (
  clause,
  report,
) => {
  for (const variable of clause.$type === 'ClusterClause' ? [clause.column] : clause.variables) {
    if (!variable || resolveVariable(variable)?.kind !== 'text') continue;
    const message = say`Text "${variable.name}" can be adjusted for and nothing else; derive a column from it, or take it out.`;
    report({ node: variable, message });
  }
};

/** CS1308 */
export const dosesOfEffect: Rule<DosesClause> = (clause, report) => {
  const doses = clause.doses.map(amountOf);
  doses.forEach((dose, i) => {
    if (doses.indexOf(dose) === i) return;
    report({ node: clause.doses[i]!, message: say`Dose ${dose} is named twice; delete one of them.` });
  });
  if (doses.length >= 2) return;
  const message = say`An effect compares two doses or more; name another one beside ${doses[0]}.`;
  report({ node: clause, message });
};

/** CS1012 */
export const variableTwice: Rule<ListClause | UsingClause | ReduceClause | FairClause | SegmentClause> = (
  clause,
  report,
) => {
  const seen = new Set<string>();
  for (const variable of clause.variables) {
    if (variable.name && seen.has(variable.name)) {
      report({ node: variable, message: say`"${variable.name}" is listed twice; delete one of them.` });
    }
    seen.add(variable.name);
  }
};

/** CS1012 */
export const checkTwice: Rule<CheckClause> = (clause, report) => {
  clause.checks.forEach((check, index) => {
    if (clause.checks.indexOf(check) === index) return;
    report({
      node: clause,
      property: 'checks',
      index,
      message: say`${check} is listed twice; delete one of them.`,
    });
  });
};

/** CS1304 */
export const rawText: Rule<ListClause | UsingClause> = (clause, report) => {
  for (const variable of clause.variables) {
    const info = resolveVariable(variable);
    if (info?.type !== 'text' || info.kind === 'text') continue;
    const message = say`"${variable.name}" is free text; declare \`text NAME from ${info.data?.name}.${variable.name}\` and use NAME.`;
    report({ node: variable, message });
  }
};

/** CS1305 */
export const textModifier: Rule<ByClause> = (clause, report) => {
  if (!isEffect(clause.$container)) return;
  const adjusted = adjustedNames(clause.$container);
  for (const variable of clause.variables) {
    if (resolveVariable(variable)?.kind !== 'text' || !adjusted || adjusted.includes(variable.name)) continue;
    const message = say`Text "${variable.name}" can be an effect modifier only where it is adjusted for; adjust for it, or derive a column from it.`;
    report({ node: variable, message });
  }
};

/** CS1306 */
export const notATreatment: Rule<OfClause> = ({ treatment }, report) => {
  const type = treatment && resolveVariable(treatment)?.type;
  if (type !== 'text' && type !== 'date') return;
  const what = type === 'text' ? say`free text` : say`a date`;
  report({
    node: treatment,
    message: say`"${treatment.name}" is ${what} and has no arms; derive a column with a few values.`,
  });
};

/** CS1307 */
export const notAnOutcome: Rule<OfClause> = ({ outcome }, report) => {
  const type = outcome && resolveVariable(outcome)?.type;
  if (!type || type === 'numeric' || type === 'boolean') return;
  const message = say`The outcome "${outcome.name}" is ${type} and has no mean; declare it numeric, or derive a number or a condition from it.`;
  report({ node: outcome, message });
};

/** CS1308 */
export const armsOfEffect: Rule<ArmsClause> = (clause, report) => {
  const names = clause.arms.map(armName);
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    report({ node: clause.arms[i]!, message: say`Arm "${name}" is named twice; delete one of them.` });
  });
  if (names.length < 2) {
    report({
      node: clause,
      message: say`An effect compares two arms or more; name another one beside "${names[0]}".`,
    });
  }
};

/** CS1309 */
export const meansWithAdjustment: Rule<Effect> = (effect, report) => {
  const estimator = clauseOf(effect, isEstimatorClause);
  const adjust = clauseOf(effect, isAdjustClause);
  if (estimator?.estimator !== 'difference in means' || !adjust || adjust.variables.length === 0) return;
  const names = listed(adjust.variables.map((variable) => variable.name));
  const message = say`A difference in means adjusts for nothing, but ${effect.name} is to be adjusted for ${names}; write \`with aipw\`.`;
  report({ node: estimator, property: 'estimator', message, fix: { fix: 'replace', with: 'aipw' } });
};

/** CS1310 */
export const numbersInRange: Rule<LevelClause | FoldsClause | SeedClause> = (clause, report) => {
  const tell = (property: string, range: string, value: number): void =>
    report<AstNode>({ node: clause, message: say`${property} has to be ${range}, not ${value}.` });
  switch (clause.$type) {
    case 'LevelClause':
      if (!(clause.level >= 0.5 && clause.level < 1)) tell('level', say`from 0.5 to below 1`, clause.level);
      break;
    case 'FoldsClause':
      if (!Number.isInteger(clause.folds) || clause.folds < 3 || clause.folds > 20) {
        tell('folds', say`a whole number from 3 to 20`, clause.folds);
      }
      break;
    case 'SeedClause':
      if (!Number.isInteger(clause.seed) || clause.seed > 0xffff_ffff) {
        tell('seed', say`a whole number up to 4294967295`, clause.seed);
      }
  }
};

/** CS1311 */
export const checkOfNothing: Rule<CheckClause> = (clause, report) => {
  const effect = clause.$container;
  if (!isEffect(effect)) return;
  const reasons = new Map<string, string>();
  if (adjustedNames(effect)?.length === 0) {
    const why = say`${effect.name} is adjusted for nothing`;
    for (const check of ['overlap', 'unobserved', 'simulated cause']) reasons.set(check, why);
    if (!clauseOf(effect, isByClause)) reasons.set('balance', why);
  }
  if (!adjustsForText(effect)) {
    for (const check of textChecks) reasons.set(check, say`${effect.name} is adjusted for no text`);
  }
  if (!clauseOf(effect, isInClause)) reasons.set('implications', say`${effect.name} is in no graph`);
  if (!clauseOf(effect, isNegativeClause)) {
    reasons.set('negative controls', say`${effect.name} names none with \`negative\``);
  }
  clause.checks.forEach((check, index) => {
    const why = reasons.get(check);
    if (why === undefined) return;
    const message = check.endsWith('s')
      ? say`${why}, so there are no ${check} to check; leave it out.`
      : say`${why}, so there is no ${check} to check; leave it out.`;
    report({ node: clause, property: 'checks', index, message });
  });
};

const textChecks = ['text overlap', 'text residual', 'text balance', 'shuffled text'];

/** Whether a text is among what an effect is adjusted for; true where that is not known. */
function adjustsForText(effect: Effect): boolean {
  const variables = variablesInScope(effect);
  return adjustedNames(effect)?.some((name) => isText(variables.get(name)?.declaredAt)) ?? true;
}

/** CS1311 */
export const headlineOfNothing: Rule<HeadlineClause> = (clause, report) => {
  const effect = clause.$container;
  if (!isEffect(effect) || adjustsForText(effect)) return;
  const message = say`${effect.name} is adjusted for no text, so there is no headline to choose; leave \`headline\` out.`;
  report({ node: clause, property: 'mode', message });
};

/** CS1312 */
export const forestOfNothing: Rule<EstimatorClause> = (clause, report) => {
  const effect = clause.$container;
  if (clause.estimator !== 'causal forest' || clauseOf(effect, isByClause)) return;
  if (adjustedNames(effect)?.length !== 0) return;
  const message = say`A causal forest of ${effect.name} has nothing to split on; name effect modifiers with \`by\`.`;
  report({ node: clause, property: 'estimator', message });
};
