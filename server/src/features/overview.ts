import { type AstNode, AstUtils, DocumentState, GrammarUtils, type URI } from 'langium';
import type { Role } from '../../../kernel/src/plan.js';
import { counted } from '../../../kernel/src/words/phrases.js';
import { roleWords } from '../../../kernel/src/words/role-words.js';
import { say } from '../../../kernel/src/words/say.js';
import { parametersOf, stepOf } from '../compiler/compiled.js';
import { contextOf } from '../language/context.js';
import { pathOf } from '../language/data-path.js';
import { clauseOf, nodesOf } from '../language/declarations.js';
import {
  type Data,
  type Declaration,
  type Effect,
  type Graph,
  isCheckClause,
  isData,
  isEffect,
  isEncoderClause,
  isGraph,
  isText,
  type Node,
} from '../language/generated/ast.js';
import { variablesInScope } from '../language/variables.js';
import type { DeclarationView, PartView } from '../protocol.js';
import { lastRunOf } from '../validation/last-run-rules.js';
import type { SummarySource } from './data-files.js';
import { estimateWords } from './last-run-words.js';
import type { ServerServices } from './module.js';
import { detailOf } from './symbols.js';

/** Columns of one data set that are listed. */
const mostColumns = 300;

type Place = PartView['place'];

/** What an open spec file or notebook declares, with what is known of it now. Nothing is read that the editor may not read. */
export async function overviewOf(
  uri: URI,
  { shared, notebooks }: ServerServices,
  summaries: SummarySource,
): Promise<DeclarationView[]> {
  const { DocumentBuilder, LangiumDocuments, TextDocuments } = shared.workspace;
  const last = notebooks.cellsOf(uri)?.at(-1) ?? uri;
  if (!TextDocuments.get(last.toString())) return [];
  await DocumentBuilder.waitUntil(DocumentState.Linked, last);
  const document = LangiumDocuments.getDocument(last);
  if (!document) return [];
  const { declarations } = contextOf(document.parseResult.value);
  const named = declarations.filter(({ name }) => name !== undefined);
  return Promise.all(named.map((declaration) => viewOf(declaration, summaries)));
}

async function viewOf(declaration: Declaration, summaries: SummarySource): Promise<DeclarationView> {
  const rows = isData(declaration) ? await rowsOf(declaration, summaries) : undefined;
  return {
    kind: declaration.$type.toLowerCase() as DeclarationView['kind'],
    name: declaration.name,
    detail: [detailOf(declaration), ...more(declaration, rows)].filter(Boolean).join(' · '),
    place: placeOf(declaration, 'name'),
    parts: partsOf(declaration),
  };
}

async function rowsOf(data: Data, summaries: SummarySource): Promise<number | undefined> {
  const path = pathOf(data);
  const uri = AstUtils.findRootNode(data).$document?.uri;
  const found = path && uri ? await summaries.summaries(path, uri).catch(() => undefined) : undefined;
  return found?.[0]?.rows;
}

function more(declaration: Declaration, rows: number | undefined): string[] {
  if (isData(declaration)) {
    const columns = variablesInScope(declaration).size;
    const counts = [
      rows === undefined ? '' : counted(rows, 'row'),
      columns === 0 ? '' : counted(columns, 'column'),
    ];
    return counts.filter(Boolean);
  }
  if (isText(declaration)) return [clauseOf(declaration, isEncoderClause)?.encoder ?? ''];
  const seen = isEffect(declaration) ? lastRunOf(declaration) : undefined;
  return seen ? [estimateWords(seen)] : [];
}

function partsOf(declaration: Declaration): PartView[] {
  if (isData(declaration)) return columnsOf(declaration);
  if (isGraph(declaration)) return variablesOf(declaration);
  return isEffect(declaration) ? checksOf(declaration) : [];
}

function columnsOf(data: Data): PartView[] {
  return [...variablesInScope(data).values()]
    .slice(0, mostColumns)
    .map(({ name, kind, type, declaredAt }) => ({
      name,
      detail: [type ?? '', kind === 'derived' ? say`derived` : ''].filter(Boolean).join(' · '),
      place: declaredAt ? placeOf(declaredAt, 'name') : placeOf(data, 'name'),
    }));
}

/** Each variable where it is first named, with what it is to the first effect that is read off the graph. */
function variablesOf(graph: Graph): PartView[] {
  const step = stepOf(graph);
  const { nodes = [], reading } = step?.kind === 'graph' ? step.parameters : {};
  const roles = new Map(nodes.map(({ name }, i) => [name, reading?.roles[i]] as const));
  const hidden = new Set(nodesOf(graph).flatMap(({ name, unobserved }) => (unobserved ? [name] : [])));
  const first = new Map<string, Node>();
  for (const node of nodesOf(graph)) if (!first.has(node.name)) first.set(node.name, node);
  return [...first]
    .filter(([name]) => name !== undefined)
    .map(([name, node]) => ({
      name,
      detail: hidden.has(name) ? say`observed by nobody` : wordsOf(roles.get(name)),
      place: placeOf(node, 'name'),
    }));
}

const wordsOf = (role: Role | undefined): string => (role ? roleWords(role) : '');

/** The checks that an effect says, on their words, or those it has by default, and how each came out in the last run. */
function checksOf(effect: Effect): PartView[] {
  const said = clauseOf(effect, isCheckClause);
  const names: readonly string[] = said?.checks ?? parametersOf(effect)?.checks ?? [];
  const seen = lastRunOf(effect);
  return names.map((name, i) => {
    const outcomes = (seen?.run.checks ?? []).filter((check) => check.name === name);
    const detail =
      outcomes.length === 0 ? '' : outcomes.every(({ passed }) => passed) ? say`passed` : say`failed`;
    return { name, detail, place: said ? placeOf(said, 'checks', i) : placeOf(effect, 'name') };
  });
}

function placeOf(node: AstNode, property: string, index?: number): Place {
  const cst = GrammarUtils.findNodeForProperty(node.$cstNode, property, index) ?? node.$cstNode;
  const start = { line: 0, character: 0 };
  const uri = AstUtils.findRootNode(node).$document?.uri.toString() ?? '';
  return { uri, range: cst?.range ?? { start, end: start } };
}
