import type { AstNode } from 'langium';
import type { CompletionValueItem } from 'langium/lsp';
import { told } from '../../../kernel/src/words/say.js';
import { clauseOf, declarationsInScope } from '../language/declarations.js';
import {
  type Data,
  isData,
  isEffect,
  isFromClause,
  isModel,
  isParameter,
  isPredictClause,
  isText,
} from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import {
  adaptingOptions,
  estimatorOptions,
  headOptions,
  learnerOptions,
  type OptionInfo,
} from '../language/options.js';
import { type VariableInfo, variablesInScope } from '../language/variables.js';
import { graphNameItem, optionItem, variableItem } from './completion-items.js';
import type { EnclosingItem } from './completion-scope.js';

/** Names of single columns, but for the one that a text is made of. */
const roles = new Set('treatment outcome pairs key item user exposure propensity'.split(' '));
/** Places of the grammar where an expression goes on. */
const expressions = new Set(
  'condition value left right operand options arguments otherwise parts'.split(' '),
);

/**
 * Names that mean something where the grammar asks for one.
 *
 * @param property of the grammar the name is for, as `treatment`
 * @param spec any node of the document, through which its declarations are seen
 */
export function namesFor(property: string, spec: AstNode, item: EnclosingItem): CompletionValueItem[] {
  if (property === 'name') return ownNames(spec, item);
  const data = dataAround(spec, property === 'column' ? item : { ...item, data: item.rows ?? item.data });
  if (!data) return [];
  const columns = [...variablesInScope(data).values()];
  if (property === 'columns') return columns.filter(isFileColumn).map(variableItem);
  if (property === 'column') return (item.kind === 'text' ? textFirst(columns) : columns).map(variableItem);
  // What a text is reduced for is a column: a text has no treatment and no outcome in it.
  // So is what groups of a policy are told apart by, and what a ranking uses beside the text it names.
  const texts = ['text', 'policy', 'rank'].includes(item.kind ?? '') ? [] : textVariables(data, spec);
  if (property === 'variables') return [...texts, ...columns].map(variableItem);
  if (property === 'time')
    return columns.filter(({ type }) => type === 'date' || type === 'numeric').map(variableItem);
  if (roles.has(property)) return columns.map(variableItem);
  return expressions.has(property) ? [...columns, ...parameters(spec)].map(variableItem) : [];
}

/** Where a node starts with its own name: an option or a variable of a graph; the other names are for the person to choose. */
function ownNames(spec: AstNode, item: EnclosingItem): CompletionValueItem[] {
  if (item.kind === 'graph' && item.inBlock) return graphNames(spec, item);
  return optionsOf(item.choice).map(({ name, about }) => optionItem(name, told(about)));
}

/** Options of an estimator, a learner, a head or a way to adapt, by its name as it is written. */
export function optionsOf(choice: string | undefined): readonly OptionInfo[] {
  const all: Readonly<Record<string, readonly OptionInfo[]>> = {
    ...learnerOptions,
    ...estimatorOptions,
    ...headOptions,
    ...adaptingOptions,
  };
  return choice !== undefined && Object.hasOwn(all, choice) ? all[choice] : [];
}

/** By name, not by link: the links of a spec that is being built again lead into its next state. */
function dataAround(spec: AstNode, item: EnclosingItem): Data | undefined {
  const declarations = declarationsInScope(spec);
  let name = item.data;
  if (name === undefined && item.subject !== undefined) {
    const subject = declarations.find((declaration) => declaration.name === item.subject);
    if (isEffect(subject)) name = clauseOf(subject, isFromClause)?.data?.$refText;
    if (isModel(subject)) name = clauseOf(subject, isPredictClause)?.data?.$refText;
  }
  return declarations.filter(isData).find((data) => data.name === name);
}

/** Everything that can be observed, and what the graph itself already names. */
function graphNames(spec: AstNode, item: EnclosingItem): CompletionValueItem[] {
  const offers = new Map<string, CompletionValueItem>();
  for (const data of declarationsInScope(spec).filter(isData)) {
    for (const info of [...textVariables(data, spec), ...variablesInScope(data).values()]) {
      if (!offers.has(info.name)) offers.set(info.name, variableItem(info));
    }
  }
  // The first two words are `graph` and its name.
  for (const name of item.names.slice(2)) if (!offers.has(name)) offers.set(name, graphNameItem(name));
  return [...offers.values()];
}

function textVariables(data: Data, spec: AstNode): VariableInfo[] {
  return declarationsInScope(spec)
    .filter(isText)
    .filter((text) => (historyOf(text) ?? text).data?.$refText === data.name && text.name !== undefined)
    .map((text) => ({ name: text.name, kind: 'text', type: 'text', declaredAt: text, data }));
}

function parameters(spec: AstNode): VariableInfo[] {
  return declarationsInScope(spec)
    .filter(isParameter)
    .filter(({ name }) => name !== undefined)
    .map((declaredAt) => ({ name: declaredAt.name, kind: 'parameter', declaredAt }));
}

function isFileColumn(info: VariableInfo): boolean {
  return info.kind === 'column';
}

function textFirst(columns: readonly VariableInfo[]): VariableInfo[] {
  const texts = columns.filter((info) => info.type === 'text');
  return [...texts, ...columns.filter((info) => isFileColumn(info) && info.type !== 'text')];
}
