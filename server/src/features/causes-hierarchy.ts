import { type AstNode, AstUtils, type CstNode, GrammarUtils, type LangiumDocument, URI } from 'langium';
import type { CallHierarchyProvider, LangiumSharedServices } from 'langium/lsp';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyPrepareParams,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { graphOf } from '../language/declarations.js';
import { type Graph, isEffect, isGraph, isSpec, type Node, type Spec } from '../language/generated/ast.js';
import { mentionAt } from './occurrences.js';

/** Which variable of which graph an item stands for; comes back from the client with it. */
interface Place {
  readonly graph: string;
  readonly variable: string;
}

/** A variable that an arrow ties to another, with every place where the arrow is drawn. */
interface Neighbour {
  readonly node: Node;
  readonly drawn: Range[];
}

/**
 * The call hierarchy of a variable is its graph: what calls it are its causes, what it calls are its effects. Asked at a variable of a
 * graph, or at one that an effect names, whose graph it then is.
 */
export class CausesHierarchy implements CallHierarchyProvider {
  constructor(private readonly shared: LangiumSharedServices) {}

  prepareCallHierarchy(
    document: LangiumDocument,
    params: CallHierarchyPrepareParams,
  ): CallHierarchyItem[] | undefined {
    const mention = mentionAt(document, document.textDocument.offsetAt(params.position));
    if (!mention) return undefined;
    const graph = graphAround(mention.cst.astNode);
    const node = graph && nodesOf(graph).find(({ name }) => name === mention.subject.name);
    const item = graph && node && itemOf(graph, node);
    return item ? [item] : undefined;
  }

  incomingCalls({ item }: { readonly item: CallHierarchyItem }): CallHierarchyIncomingCall[] | undefined {
    return this.neighbours(item, 'causes')?.map(([from, fromRanges]) => ({ from, fromRanges }));
  }

  outgoingCalls({ item }: { readonly item: CallHierarchyItem }): CallHierarchyOutgoingCall[] | undefined {
    return this.neighbours(item, 'effects')?.map(([to, fromRanges]) => ({ to, fromRanges }));
  }

  private neighbours(
    item: CallHierarchyItem,
    side: 'causes' | 'effects',
  ): [CallHierarchyItem, Range[]][] | undefined {
    const place: unknown = item.data;
    if (!isPlace(place)) return undefined;
    const document = this.shared.workspace.LangiumDocuments.getDocument(URI.parse(item.uri));
    const spec = document?.parseResult.value;
    const graph = spec && isSpec(spec) ? graphNamed(spec, place.graph) : undefined;
    if (!graph) return undefined;
    return neighboursOf(graph, place.variable, side).flatMap(({ node, drawn }) => {
      const found = itemOf(graph, node);
      return found ? [[found, drawn] as [CallHierarchyItem, Range[]]] : [];
    });
  }
}

function graphAround(node: AstNode): Graph | undefined {
  const effect = AstUtils.getContainerOfType(node, isEffect);
  return AstUtils.getContainerOfType(node, isGraph) ?? (effect && graphOf(effect));
}

function graphNamed(spec: Spec, name: string): Graph | undefined {
  return spec.declarations.filter(isGraph).find((graph) => graph.name === name);
}

function nodesOf(graph: Graph): Node[] {
  return graph.edges.flatMap(({ causes, effects }) => [...causes, ...effects]);
}

/** Variables on the other end of arrows into or out of one, in the order in which the spec draws them. */
function neighboursOf(graph: Graph, variable: string, side: 'causes' | 'effects'): Neighbour[] {
  const found = new Map<string, Neighbour>();
  const own = side === 'causes' ? 'effects' : 'causes';
  for (const edge of graph.edges) {
    const ends = edge[own].filter(({ name }) => name === variable);
    if (ends.length === 0) continue;
    for (const node of edge[side]) {
      if (!node.name) continue;
      const neighbour = found.get(node.name) ?? { node, drawn: [] };
      found.set(node.name, neighbour);
      // The place shown is in the text of the caller: for causes theirs, for effects that of the variable itself.
      for (const at of side === 'causes' ? [node] : ends) {
        if (at.$cstNode) neighbour.drawn.push(at.$cstNode.range);
      }
    }
  }
  return [...found.values()];
}

function itemOf(graph: Graph, node: Node): CallHierarchyItem | undefined {
  const uri = AstUtils.findRootNode(graph).$document?.uri.toString();
  const name: CstNode | undefined = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  if (!uri || !name || !node.$cstNode) return undefined;
  const unobserved = nodesOf(graph).some((other) => other.name === node.name && other.unobserved);
  const data: Place = { graph: graph.name, variable: node.name };
  return {
    name: node.name,
    kind: SymbolKind.Variable,
    detail: unobserved ? say`observed by nobody · ${graph.name}` : graph.name,
    uri,
    range: node.$cstNode.range,
    selectionRange: name.range,
    data,
  };
}

/** What comes back from the client may be anything. */
function isPlace(data: unknown): data is Place {
  if (typeof data !== 'object' || data === null || !('graph' in data && 'variable' in data)) return false;
  return typeof data.graph === 'string' && typeof data.variable === 'string';
}
