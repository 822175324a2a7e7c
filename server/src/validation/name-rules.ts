import { type AstNode, AstUtils } from 'langium';
import { listed } from '../../../kernel/src/words/phrases.js';
import { say } from '../../../kernel/src/words/say.js';
import { viewThrough } from '../language/adjustment.js';
import { contextOf } from '../language/context.js';
import { dataOf, declarationsInScope, nodesOf } from '../language/declarations.js';
import {
  type Data,
  type Declaration,
  type Graph,
  isColumnClause,
  isData,
  isDataClause,
  isDeriveClause,
  isEffect,
  isExplainAction,
  isGraph,
  isModel,
  isParameter,
  isPolicy,
  isRank,
  isText,
  type Node,
  type Spec,
  type Text,
  type Variable,
} from '../language/generated/ast.js';
import { rowsOfText } from '../language/history.js';
import { columnsKnown, resolveVariable, variablesInScope } from '../language/variables.js';
import { contentsOfItem, itemsOf, referencesOf } from '../language/walk.js';
import { kindWord } from './kind-words.js';
import { type Rule, suggestion } from './rule.js';

/** Declarations that ask something: they are there to be run, whether anything names them or not. */
const questions = [isEffect, isModel, isPolicy, isRank];

/** The data a variable is looked up in, for messages; undefined where that is not one data set, or not known. */
function dataAround(node: AstNode): Data | undefined {
  const data = AstUtils.getContainerOfType(node, isData);
  if (data) return data;
  const text = AstUtils.getContainerOfType(node, isText);
  if (text) return rowsOfText(text);
  const subject = AstUtils.getContainerOfType(
    node,
    (other) => isEffect(other) || isModel(other) || isPolicy(other) || isRank(other),
  );
  if (subject) return dataOf(subject);
  const explained = AstUtils.getContainerOfType(node, isExplainAction)?.subject?.ref;
  return explained && dataOf(explained);
}

/** CS1003 */
export const unknownVariable: Rule<Variable> = (variable, report) => {
  if (!variable.name || isColumnClause(variable.$container) || resolveVariable(variable)) return;
  const data = dataAround(variable);
  if (!data || !columnsKnown(data)) return;
  const { hint, fix } = suggestion(variable.name, variablesInScope(variable).keys(), say`it has`);
  report({ node: variable, message: say`There is no "${variable.name}" in data ${data.name}${hint}`, fix });
};

/** CS1003 */
export const unknownTextColumn: Rule<Text> = (text, report) => {
  const data = text.data?.ref;
  if (!data || !columnsKnown(data) || !text.column) return;
  const columns = variablesInScope(text);
  if (columns.has(text.column)) return;
  const { hint, fix } = suggestion(text.column, columns.keys(), say`it has`);
  report({
    node: text,
    property: 'column',
    message: say`There is no "${text.column}" in data ${data.name}${hint}`,
    fix,
  });
};

/** What a declaration declares, with its article. */
function aKind({ $type }: Declaration): string {
  if ($type === 'Rank') return say`a ranking`;
  const word = kindWord($type.toLowerCase());
  if ($type === 'Data') return word;
  return $type === 'Effect' ? say`an ${word}` : say`a ${word}`;
}

/** CS1004 */
export const declaredTwice: Rule<Spec> = (spec, report) => {
  const first = new Map<string, Declaration>();
  const own = new Set<Declaration>(spec.declarations);
  for (const declaration of declarationsInScope(spec)) {
    if (!declaration.name) continue;
    const earlier = first.get(declaration.name);
    if (!earlier) {
      first.set(declaration.name, declaration);
      continue;
    }
    if (!own.has(declaration)) continue;
    const where = own.has(earlier) ? '' : say` in a cell above`;
    report({
      node: declaration,
      property: 'name',
      message: say`"${declaration.name}" is already the name of ${aKind(earlier)}${where}; rename one of them.`,
      related: [{ node: earlier, message: say`The first declaration.` }],
    });
  }
};

/** CS1004 */
export const parameterIsColumn: Rule<Spec> = (spec, report) => {
  const { parameters, data } = contextOf(spec);
  const own = new Set<Declaration>(spec.declarations);
  for (const parameter of parameters.values()) {
    for (const one of data) {
      const node = own.has(parameter) ? parameter : one;
      if (!own.has(node) || !variablesInScope(one).has(parameter.name)) continue;
      const message = say`"${parameter.name}" is a parameter and a variable of data ${one.name}, and a condition could mean either; rename the parameter.`;
      report<Declaration>({ node, property: 'name', message });
    }
  }
};

/** Declarations and graph variables that something in the spec names. */
function usedIn(spec: Spec): { declarations: ReadonlySet<AstNode>; variables: ReadonlySet<string> } {
  const declarations = new Set<AstNode>();
  const variables = new Set<string>();
  for (const { reference } of referencesOf(spec))
    if ('ref' in reference && reference.ref) declarations.add(reference.ref);
  for (const item of itemsOf(spec)) {
    for (const name of contentsOfItem(item).variables) variables.add(name);
  }
  return { declarations, variables };
}

/** CS1005. In a notebook a cell further down may use it; a misspelt reference may mean it. */
export const neverUsed: Rule<Spec> = (spec, report) => {
  if (contextOf(spec).cell !== undefined || spec.$document?.references.some(({ error }) => error)) return;
  const { declarations, variables } = usedIn(spec);
  for (const declaration of spec.declarations) {
    const { $type: type, name } = declaration;
    if (!name || questions.some((is) => is(declaration))) continue;
    const used =
      declarations.has(declaration) ||
      ((isText(declaration) || isParameter(declaration)) && variables.has(name)) ||
      (isGraph(declaration) &&
        spec.declarations.some((other) => isEffect(other) && viewThrough(other, declaration)));
    if (!used) {
      const message = say`Nothing uses ${kindWord(type.toLowerCase())} ${name}; use it or delete it.`;
      report({ node: declaration, property: 'name', message });
    }
  }
};

/** CS1206 */
export const usedBeforeDerived: Rule<Variable> = (variable, report) => {
  const clause = AstUtils.getContainerOfType(variable, isDeriveClause);
  const derived = clause && resolveVariable(variable)?.declaredAt;
  if (!clause || !isDeriveClause(derived)) return;
  const clauses = clause.$container.clauses.filter(isDataClause);
  if (clauses.indexOf(derived) < clauses.indexOf(clause)) return;
  const message =
    derived === clause
      ? say`"${variable.name}" is derived from itself; give the new column another name.`
      : say`"${variable.name}" is derived further down; move its \`derive\` above that of "${clause.name}".`;
  report({ node: variable, message, related: [{ node: derived, message: say`Derived here.` }] });
};

/** Variables of a graph that no data set in sight has. */
function unknownNodes(graph: Graph): Node[] {
  const data = contextOf(graph).data;
  if (data.length === 0 || !data.every(columnsKnown)) return [];
  const told = new Set<string>();
  return nodesOf(graph).filter((node) => {
    if (told.has(node.name) || !node.name || resolveVariable(node)) return false;
    told.add(node.name);
    return true;
  });
}

/** CS3003 */
export const nodeInNoData: Rule<Graph> = (graph, report) => {
  for (const node of unknownNodes(graph)) {
    const { hint, fix } = suggestion(node.name, variablesInScope(graph).keys(), say`there are`);
    const names = declarationsInScope(graph)
      .filter(isData)
      .map((data) => data.name);
    const known = fix ? hint : say`; if nobody observed it, write "${node.name}?".`;
    const message = say`"${node.name}" of graph ${graph.name} is not in data ${listed(names)}${known}`;
    report({ node, property: 'name', message, fix: fix ?? { fix: 'replace', with: `${node.name}?` } });
  }
};
