import { type AstNode, AstUtils } from 'langium';
import type { FileSchema } from '../../../kernel/src/process/protocol.js';
import { contextOf } from './context.js';
import { clausesOf, dataOf, declarationsInScope, graphOf, textsOn, unobservedMark } from './declarations.js';
import { type ColumnTypes, columnTypeOf, inferType, valueTypeOf } from './expression-types.js';
import {
  type Data,
  isColumnClause,
  isData,
  isDeriveClause,
  isEffect,
  isExplainAction,
  isExpression,
  isGraph,
  isModel,
  isNode,
  isText,
  isVariable,
  type Node,
  type Variable,
} from './generated/ast.js';
import type { VariableInfo, Variables } from './variable-info.js';

export type { VariableInfo, Variables };

const none: Variables = new Map();

/** What is known of a data declaration's file; undefined where files may not be read. */
export function schemaOf(data: Data): FileSchema | undefined {
  return contextOf(data).schemas.get(data.path);
}

/** Whether the columns of a data set are known, so that a name that is not among them is wrong. */
export function columnsKnown(data: Data): boolean {
  return (schemaOf(data)?.columns.length ?? 0) > 0;
}

/** Variables that may be used at a node, by name, in the order in which completion should offer them. */
export function variablesInScope(node: AstNode): Variables {
  let inExpression = isExpression(node) && !isVariable(node);
  for (let opener: AstNode | undefined = node; opener; opener = opener.$container) {
    if (isData(opener)) return columnsAndDerived(opener);
    if (isText(opener)) return opener.data?.ref ? columnsAndDerived(opener.data.ref) : none;
    if (isGraph(opener)) return graphVariables(opener);
    if (isEffect(opener) || isModel(opener)) {
      const data = dataOf(opener);
      if (!data) return none;
      if (inExpression || startsExpression(node)) return columnsAndDerived(data);
      return kept(opener, () => withTexts(data, opener));
    }
    if (isExplainAction(opener)) {
      const data = opener.subject?.ref && dataOf(opener.subject.ref);
      return data ? columnsAndDerived(data) : none;
    }
    inExpression ||= isExpression(opener) && !isVariable(opener);
  }
  return none;
}

/** What a use of a variable stands for; undefined for a name that is not known, or whose file could not be read. */
export function resolveVariable(use: Variable | Node): VariableInfo | undefined {
  const graph = isNode(use) ? AstUtils.getContainerOfType(use, isGraph) : undefined;
  const mark = graph && unobservedMark(graph, use.name);
  if (mark) return { name: use.name, kind: 'unobserved', declaredAt: mark };
  return variablesInScope(use).get(use.name) ?? unobservedInGraphOf(use);
}

/** Types of the columns an expression at a node may use, for type inference. */
export function columnTypesAt(node: AstNode): ColumnTypes {
  const variables = variablesInScope(node);
  return (name) => valueTypeOf(variables.get(name)?.type);
}

/** A variable that an effect names and only its graph knows. */
function unobservedInGraphOf(use: AstNode & { name: string }): VariableInfo | undefined {
  const effect = AstUtils.getContainerOfType(use, isEffect);
  const graph = effect && graphOf(effect);
  const mark = graph && unobservedMark(graph, use.name);
  return mark && { name: use.name, kind: 'unobserved', declaredAt: mark };
}

/** A condition that is a single variable has no other expression around it: the property it stands in tells. */
function startsExpression(node: AstNode): boolean {
  return node.$containerProperty === 'condition';
}

function kept(opener: AstNode, build: () => Variables): Variables {
  const { variables } = contextOf(opener);
  let found = variables.get(opener);
  if (!found) {
    found = build();
    variables.set(opener, found);
  }
  return found;
}

/** Columns of the file, with the types the spec declares or the data suggest. */
function columnsOf(data: Data): Map<string, VariableInfo> {
  const schema = schemaOf(data);
  const typesKnown = !schema?.problems.some((problem) => problem.severity === 'error');
  const found = new Map<string, VariableInfo>();
  for (const { name, type } of schema?.columns ?? []) {
    found.set(name, { name, kind: 'column', type: typesKnown ? type : undefined, data });
  }
  for (const clause of clausesOf(data, isColumnClause)) {
    for (const variable of clause.columns) {
      if (columnsKnown(data) && !found.has(variable.name)) continue;
      const { name } = variable;
      found.set(name, { name, kind: 'column', type: clause.type, declaredAt: variable, data });
    }
  }
  return found;
}

/** Columns of the file and derived ones. That a derived column is used above its clause is told by a rule of its own. */
function columnsAndDerived(data: Data): Variables {
  return kept(data, () => {
    const found = columnsOf(data);
    for (const clause of clausesOf(data, isDeriveClause)) {
      if (found.has(clause.name)) continue;
      const inferred = inferType(clause.value, (name) => valueTypeOf(found.get(name)?.type));
      const type = columnTypeOf(inferred);
      found.set(clause.name, { name: clause.name, kind: 'derived', type, declaredAt: clause, data });
    }
    return found;
  });
}

/** What an effect or a model may name. A text named like its own column takes the column's place. */
function withTexts(data: Data, subject: AstNode): Map<string, VariableInfo> {
  const found = new Map(columnsAndDerived(data));
  for (const text of textsOn(data, subject)) {
    found.set(text.name, { name: text.name, kind: 'text', type: 'text', declaredAt: text, data });
  }
  return found;
}

/** What a graph may name, the same for every graph of a spec: it belongs to no data set until an effect uses it. */
function graphVariables(graph: AstNode): Variables {
  const spec = AstUtils.findRootNode(graph);
  return kept(spec, () => {
    const found = new Map<string, VariableInfo>();
    for (const data of declarationsInScope(spec).filter(isData)) {
      for (const [name, info] of withTexts(data, spec)) if (!found.has(name)) found.set(name, info);
    }
    return found;
  });
}
