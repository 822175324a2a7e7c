import { GrammarUtils, type LangiumDocument } from 'langium';
import type { DocumentSymbolProvider } from 'langium/lsp';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { pathOf } from '../language/data-path.js';
import { policyKind } from '../language/declarations.js';
import {
  type Data,
  type Declaration,
  type Effect,
  type Graph,
  isData,
  isDecidingClause,
  isDeriveClause,
  isEffect,
  isGraph,
  isOfClause,
  isOfferClause,
  isParameter,
  isPolicy,
  isPredictClause,
  isRank,
  isText,
  type Model,
  type Policy,
  type Rank,
  type Spec,
} from '../language/generated/ast.js';

/** The outline of a spec: its declarations, with the derived columns and the graph's variables below them. */
export class SpecSymbols implements DocumentSymbolProvider {
  getSymbols(document: LangiumDocument): DocumentSymbol[] {
    return (document.parseResult.value as Spec).declarations.flatMap(symbolOf);
  }
}

const kinds: Readonly<Record<Declaration['$type'], SymbolKind>> = {
  Parameter: SymbolKind.Constant,
  Data: SymbolKind.File,
  Text: SymbolKind.String,
  Graph: SymbolKind.Interface,
  Effect: SymbolKind.Event,
  Model: SymbolKind.Function,
  Policy: SymbolKind.Operator,
  Rank: SymbolKind.Array,
};

function symbolOf(declaration: Declaration): DocumentSymbol[] {
  const own = named(declaration, kinds[declaration.$type]);
  if (!own) return [];
  return [{ ...own, detail: detailOf(declaration), children: childrenOf(declaration) }];
}

/** What a declaration is about, in a few words. */
export function detailOf(declaration: Declaration): string {
  if (isParameter(declaration)) return declaration.value?.$cstNode?.text ?? '';
  if (isData(declaration)) return pathOf(declaration) ?? '';
  if (isText(declaration)) return `${declaration.data?.$refText ?? ''}.${declaration.column ?? ''}`;
  if (isGraph(declaration)) return say`graph`;
  if (isPolicy(declaration)) return decisionOf(declaration);
  if (isRank(declaration)) return offerOf(declaration);
  return isEffect(declaration) ? questionOf(declaration) : predictionOf(declaration);
}

function questionOf(effect: Effect): string {
  const of = effect.clauses.find(isOfClause);
  return of?.treatment && of.outcome ? say`${of.treatment.name} on ${of.outcome.name}` : say`effect`;
}

function predictionOf(model: Model): string {
  const outcome = model.clauses.find(isPredictClause)?.outcome?.name;
  return outcome ? say`predicts ${outcome}` : say`model`;
}

function decisionOf(policy: Policy): string {
  const effect = policy.clauses.find(isDecidingClause)?.effect?.$refText;
  if (!effect) return say`policy`;
  switch (policyKind(policy)) {
    case 'price':
      return say`prices by ${effect}`;
    case 'stock':
      return say`orders by ${effect}`;
    case 'policy':
      return say`treats by ${effect}`;
  }
}

function offerOf(rank: Rank): string {
  const offer = rank.clauses.find(isOfferClause);
  return offer?.item && offer.user ? `${offer.item.name} to ${offer.user.name}` : 'ranking';
}

function childrenOf(declaration: Declaration): DocumentSymbol[] {
  if (isData(declaration)) return derivedOf(declaration);
  return isGraph(declaration) ? variablesOf(declaration) : [];
}

function derivedOf(data: Data): DocumentSymbol[] {
  return data.clauses.filter(isDeriveClause).flatMap((clause) => named(clause, SymbolKind.Field) ?? []);
}

/** Every variable once, where it is first named. */
function variablesOf(graph: Graph): DocumentSymbol[] {
  const found = new Map<string, DocumentSymbol>();
  for (const node of graph.edges.flatMap((edge) => [...edge.causes, ...edge.effects])) {
    const symbol = named(node, SymbolKind.Variable);
    if (symbol && !found.has(symbol.name)) found.set(symbol.name, symbol);
  }
  return [...found.values()];
}

function named(
  node: { name?: string; $cstNode?: Declaration['$cstNode'] },
  kind: SymbolKind,
): DocumentSymbol | undefined {
  const nameNode = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  if (!node.$cstNode || !nameNode || !node.name) return undefined;
  return { name: node.name, kind, range: node.$cstNode.range, selectionRange: nameNode.range };
}
