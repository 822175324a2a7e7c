import { DocumentState, type LangiumDocument, URI } from 'langium';
import { say } from '../../../kernel/src/words/say.js';
import { changeGraph } from '../graph-edits/change-graph.js';
import { contextOf } from '../language/context.js';
import { type Effect, type Graph, isEffect, isGraph, type Spec } from '../language/generated/ast.js';
import type {
  ChangeGraphAnswer,
  ChangeGraphParameters,
  GraphAtAnswer,
  GraphAtParameters,
} from '../protocol.js';
import { drawnGraph } from './drawn-graph.js';
import { focusAt } from './graph-focus.js';
import type { ServerServices } from './module.js';

/** The graph at a cursor: the one it is in or that its effect is read off, the one that is shown, or the first in sight. */
export async function graphAt(
  { uri, position, shown, effect }: GraphAtParameters,
  services: ServerServices,
): Promise<GraphAtAnswer> {
  const document = await linked(URI.parse(uri), services);
  if (!document) return { is: 'none' };
  if (hasSyntaxErrors(document)) return { is: 'unreadable' };
  const focus = position ? focusAt(document, document.textDocument.offsetAt(position)) : {};
  const { graphs, effects } = await inSight(document, services);
  const graph = focus.graph ?? graphs.find(({ name }) => name === shown) ?? graphs[0];
  const home = graph && documentOf(graph);
  if (!home) return { is: 'none' };
  if (hasSyntaxErrors(home)) return { is: 'unreadable' };
  const wanted = focus.effect ?? effects.find(({ name }) => name === effect);
  const drawn = drawnGraph(graph, home, effects, wanted);
  const isDrawn = drawn.variables.some(({ name }) => name === focus.variable);
  return { is: 'graph', graph: drawn, ...(isDrawn && { variable: focus.variable }) };
}

/** What has to be done to a text for a change of its graph; refused where the text is no longer the one that was seen. */
export async function changeGraphRequested(
  { uri, version, graph: name, change }: ChangeGraphParameters,
  services: ServerServices,
): Promise<ChangeGraphAnswer> {
  const document = await linked(URI.parse(uri), services);
  if (!document) return { refusal: say`The text of this graph is not open any more; open it and repeat.` };
  if (document.textDocument.version !== version)
    return { refusal: say`The text has changed since; look at the graph as it is now, and repeat.` };
  if (hasSyntaxErrors(document))
    return { refusal: say`The text has a syntax error; mend it first, so that nothing of it is lost.` };
  const graph = declarationsOf(document).find((one): one is Graph => isGraph(one) && one.name === name);
  if (!graph) return { refusal: say`There is no graph ${name} in this text any more.` };
  const changed = changeGraph(graph, change);
  if ('refusal' in changed) return changed;
  const at = (offset: number) => document.textDocument.positionAt(offset);
  const edits = changed.replacements.map(({ start, end, text }) => ({
    range: { start: at(start), end: at(end) },
    newText: text,
  }));
  return { edits, said: changed.said };
}

/** An open document once its names are linked; undefined where it is not open, or closes meanwhile. */
async function linked(
  uri: URI,
  { shared: { workspace } }: ServerServices,
): Promise<LangiumDocument | undefined> {
  try {
    await workspace.DocumentBuilder.waitUntil(DocumentState.Linked, uri);
  } catch {
    return undefined;
  }
  return workspace.LangiumDocuments.getDocument(uri);
}

/** What a file declares, or a notebook in all of its cells: an effect may stand below the graph that it is read off. */
async function inSight(
  document: LangiumDocument,
  services: ServerServices,
): Promise<{ readonly graphs: readonly Graph[]; readonly effects: readonly Effect[] }> {
  const last = services.notebooks.cellsAround(document.uri)?.at(-1);
  const whole = (last && (await linked(last, services))) ?? document;
  const { declarations } = contextOf(whole.parseResult.value);
  return { graphs: declarations.filter(isGraph), effects: declarations.filter(isEffect) };
}

const declarationsOf = ({ parseResult }: LangiumDocument) => (parseResult.value as Spec).declarations ?? [];

const documentOf = (graph: Graph): LangiumDocument | undefined => graph.$container?.$document;

function hasSyntaxErrors({ parseResult: { lexerErrors, parserErrors } }: LangiumDocument): boolean {
  return lexerErrors.length + parserErrors.length > 0;
}
