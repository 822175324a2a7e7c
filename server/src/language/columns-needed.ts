import { AstUtils } from 'langium';
import { adjustedNames } from './adjustment.js';
import { clauseOf, effectOf } from './declarations.js';
import {
  isByClause,
  isDeriveClause,
  isEligibleClause,
  isEstimatorClause,
  isText,
  isUsingClause,
  isVariable,
  type Scored,
  type Variable,
} from './generated/ast.js';
import { historyOf } from './history.js';
import { variablesInScope } from './variables.js';

/** Variables an effect or a model reads to score a row: what it splits on, or what it was given. A policy reads those of its effect, and who may be treated. */
function variablesRead(subject: Scored): readonly string[] {
  if (subject.$type === 'Policy') {
    const effect = effectOf(subject);
    const eligible = clauseOf(subject, isEligibleClause)?.condition;
    const asked = eligible ? AstUtils.streamAst(eligible).filter(isVariable) : [];
    return [...(effect ? variablesRead(effect) : []), ...[...asked].map(({ name }) => name)];
  }
  const names = (variables: readonly Variable[] | undefined) => (variables ?? []).map(({ name }) => name);
  if (subject.$type === 'Model') return names(clauseOf(subject, isUsingClause)?.variables);
  const modifiers = names(clauseOf(subject, isByClause)?.variables);
  if (modifiers.length > 0) return modifiers;
  const forest = clauseOf(subject, isEstimatorClause)?.estimator === 'causal forest';
  return forest ? (adjustedNames(subject) ?? []) : [];
}

/** Columns a file needs so that its rows can be scored: derived columns and texts traced to their sources. */
export function columnsToScore(subject: Scored): string[] {
  return columnsBehind(variablesRead(subject), variablesInScope(subject));
}

/** Columns of the file that variables are made of: derived columns and texts traced to their sources. */
export function columnsBehind(
  names: readonly string[],
  variables: ReturnType<typeof variablesInScope>,
): string[] {
  const needed = new Set<string>();
  const waiting = [...names];
  const seen = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const info = variables.get(name);
    const source = info?.declaredAt;
    if (info?.kind === 'text' && isText(source)) {
      const history = historyOf(source);
      if (!history) needed.add(source.column);
      for (const variable of [history?.key, history?.time]) if (variable) waiting.push(variable.name);
    }
    if (info?.kind === 'column') needed.add(name);
    else if (info?.kind === 'derived' && isDeriveClause(source) && source.value) {
      for (const node of AstUtils.streamAst(source.value)) if (isVariable(node)) waiting.push(node.name);
    }
  }
  return [...needed].sort();
}
