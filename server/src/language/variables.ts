import { type AstNode, AstUtils } from 'langium';
import type { FileSchema } from '../../../kernel/src/process/protocol.js';
import { contextOf } from './context.js';
import { pathOf } from './data-path.js';
import { clausesOf, dataOf, graphOf, textsOn, unobservedMark } from './declarations.js';
import { type ColumnTypes, columnTypeOf, inferType, valueTypeOf } from './expression-types.js';
import {
  type Data,
  type Effect,
  type ExplainAction,
  isColumnClause,
  isDeriveClause,
  isEffect,
  isExpression,
  isGraph,
  isNode,
  isVariable,
  type Model,
  type Node,
  type Policy,
  type Rank,
  type Text,
  type Variable,
} from './generated/ast.js';
import { rowsOfText } from './history.js';
import { parameterAt, typeOfParameter } from './parameters.js';
import type { VariableInfo, Variables } from './variable-info.js';

export type { VariableInfo, Variables };

const none: Variables = new Map();

/** What is known of a data declaration's file; undefined where files may not be read. */
export function schemaOf(data: Data): FileSchema | undefined {
  return contextOf(data).schemas.get(pathOf(data) ?? '');
}

/** Whether the columns of a data set are known, so that a name that is not among them is wrong. */
export function columnsKnown(data: Data): boolean {
  return (schemaOf(data)?.columns.length ?? 0) > 0;
}

/** Variables that may be used at a node, by name, in the order in which completion should offer them. */
export function variablesInScope(node: AstNode): Variables {
  let inExpression = false;
  for (let at: AstNode | undefined = node; at; at = at.$container) {
    switch (at.$type) {
      case 'Data':
        return columnsAndDerived(at as Data);
      case 'Text':
        return ofData(at === node ? (at as Text).data?.ref : rowsOfText(at as Text));
      case 'Graph':
        return graphVariables(at);
      case 'Effect':
      case 'Model':
        return ofQuestion(at as Effect | Model, inExpression);
      // Groups are told apart by columns, and so are those who may be treated; a ranking reads columns, and its text by reference.
      case 'Policy':
      case 'Rank':
        return ofData(dataOf(at as Policy | Rank));
      case 'ExplainAction': {
        const subject = (at as ExplainAction).subject?.ref;
        return ofData(subject && dataOf(subject));
      }
    }
    inExpression ||= at.$containerProperty === 'condition' || (isExpression(at) && !isVariable(at));
  }
  return none;
}

/** What a use of a variable stands for; undefined for a name that is not known, or whose file could not be read. */
export function resolveVariable(use: Variable | Node): VariableInfo | undefined {
  const graph = isNode(use) ? AstUtils.getContainerOfType(use, isGraph) : undefined;
  const mark = graph && unobservedMark(graph, use.name);
  if (mark) return { name: use.name, kind: 'unobserved', declaredAt: mark };
  const info = variablesInScope(use).get(use.name);
  return info ?? (isVariable(use) ? parameterAt(use) : undefined) ?? unobservedInGraphOf(use);
}

/** Types of the columns and parameters an expression at a node may use, for type inference. */
export function columnTypesAt(node: AstNode): ColumnTypes {
  return (name) => valueTypeOf(variablesInScope(node).get(name)?.type ?? typeOfParameter(name, node));
}

/** A variable that an effect names and only its graph knows. */
function unobservedInGraphOf(use: AstNode & { name: string }): VariableInfo | undefined {
  const effect = AstUtils.getContainerOfType(use, isEffect);
  const graph = effect && graphOf(effect);
  const mark = graph && unobservedMark(graph, use.name);
  return mark && { name: use.name, kind: 'unobserved', declaredAt: mark };
}

function ofData(data: Data | undefined): Variables {
  return data ? columnsAndDerived(data) : none;
}

/** Columns in a condition; elsewhere in an effect or a model texts too. */
function ofQuestion(question: Effect | Model, inExpression: boolean): Variables {
  const data = dataOf(question);
  if (!data || inExpression) return ofData(data);
  return kept(question, () => withTexts(data, question));
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
      const { name } = variable;
      if (!name || (columnsKnown(data) && !found.has(name))) continue;
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
      if (!clause.name || found.has(clause.name)) continue;
      const inferred = inferType(clause.value, (name) =>
        valueTypeOf(found.get(name)?.type ?? typeOfParameter(name, data)),
      );
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
    if (!text.name) continue;
    found.set(text.name, { name: text.name, kind: 'text', type: 'text', declaredAt: text, data });
  }
  return found;
}

/** What a graph may name, the same for every graph of a spec: it belongs to no data set until an effect uses it. */
function graphVariables(graph: AstNode): Variables {
  const spec = AstUtils.findRootNode(graph);
  return kept(spec, () => {
    const found = new Map<string, VariableInfo>();
    for (const data of contextOf(spec).data) {
      for (const [name, info] of withTexts(data, spec)) if (!found.has(name)) found.set(name, info);
    }
    return found;
  });
}
