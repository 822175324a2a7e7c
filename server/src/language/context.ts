import { type AstNode, AstUtils, type LangiumDocument, UriUtils } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { Answer, Question } from '../../../kernel/src/preview/question.js';
import type { FileSchema } from '../../../kernel/src/process/protocol.js';
import { pathOf } from './data-path.js';
import {
  type Data,
  type Declaration,
  type Graph,
  isData,
  isGraph,
  isParameter,
  isScoreAction,
  isText,
  type Parameter,
  type Spec,
  type Text,
} from './generated/ast.js';
import { rowsOfText } from './history.js';
import type { LastRunSource, LastRuns } from './last-runs.js';
import type { SchemaSource } from './schemas.js';
import type { Variables } from './variable-info.js';

/** What a spec was linked with: fixed when its build reaches linking, so that validation needs no waiting. */
export interface SpecContext {
  /** The specs whose declarations it sees: the cells above it, top first, then itself. */
  readonly visible: readonly Spec[];
  /** Place among the cells of its notebook, from 0; undefined for a file. */
  readonly cell?: number;
  /** Schemas of the files it names, by path as written. */
  readonly schemas: ReadonlyMap<string, FileSchema>;
  /** All declarations of the visible specs, and some kinds of them by themselves: rules ask for these all the time. */
  readonly declarations: readonly Declaration[];
  readonly data: readonly Data[];
  readonly graphs: readonly Graph[];
  /** By name, the first of each. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Texts that the rows of a data set have; those of a history are columns of another one. */
  readonly textsOf: ReadonlyMap<Data, readonly Text[]>;
  /** Texts whose column is one of a data set. */
  readonly textsFrom: ReadonlyMap<Data, readonly Text[]>;
  /** Variables by the node that opens their scope; filled by `variablesInScope`. */
  readonly variables: Map<AstNode, Variables>;
  /** What rules asked about rows of data files, and what is known of it, by the keys of the questions; filled by `previews.ts`. */
  readonly asked: Map<string, Question>;
  readonly answers: Map<string, Answer>;
  /** What its effects gave when they were last estimated. */
  readonly lastRuns: LastRuns;
}

const contexts = new WeakMap<AstNode, SpecContext>();

/** The context of the spec a node is part of; a spec that was never linked sees itself and knows no file. */
export function contextOf(node: AstNode): SpecContext {
  const root = AstUtils.findRootNode(node) as Spec;
  let context = contexts.get(root);
  if (!context) {
    context = makeContext([root], new Map(), noRuns);
    contexts.set(root, context);
  }
  return context;
}

/** Until a spec that was edited is linked again, it is seen as it was. */
export function keepContext(before: Spec, now: Spec): void {
  const context = contexts.get(before);
  if (context) contexts.set(now, context);
}

const noRuns: LastRuns = { runs: new Map(), dataHashes: new Map() };

function makeContext(
  visible: readonly Spec[],
  schemas: ReadonlyMap<string, FileSchema>,
  lastRuns: LastRuns,
  cell?: number,
): SpecContext {
  const declarations = visible.flatMap((spec) => spec.declarations ?? []);
  const texts = declarations.filter(isText);
  const textsOf = byData(texts, rowsOfText);
  const textsFrom = byData(texts, (text) => text.data?.ref);
  const data = declarations.filter(isData);
  const graphs = declarations.filter(isGraph);
  const named = declarations.filter(isParameter).map((one) => [one.name, one] as const);
  const parameters = new Map(named.reverse());
  const filledLater = { variables: new Map(), asked: new Map(), answers: new Map() };
  return {
    visible,
    cell,
    schemas,
    lastRuns,
    declarations,
    data,
    graphs,
    parameters,
    textsOf,
    textsFrom,
    ...filledLater,
  };
}

function byData(texts: readonly Text[], of: (text: Text) => Data | undefined): Map<Data, Text[]> {
  const found = new Map<Data, Text[]>();
  for (const text of texts) {
    const data = of(text);
    if (data) found.set(data, [...(found.get(data) ?? []), text]);
  }
  return found;
}

/** Paths of all files a spec names, each once. */
function filesNamed(spec: Spec): string[] {
  const declared = spec.declarations.filter(isData).map(pathOf);
  const scored = spec.actions.filter(isScoreAction).map((action) => action.on);
  return [...new Set([...declared, ...scored])].filter((path) => path !== undefined);
}

/**
 * Asks for the schemas of all files of a document, at once, and keeps them with what the document sees and what is known of its last runs.
 *
 * @param above the cells above it, top first; undefined for a document that is no cell
 */
export async function prepareContext(
  document: LangiumDocument,
  above: readonly LangiumDocument[] | undefined,
  { schemas, lastRuns }: { readonly schemas: SchemaSource; readonly lastRuns: LastRunSource },
  token: CancellationToken,
): Promise<void> {
  const spec = document.parseResult.value as Spec;
  const paths = filesNamed(spec);
  const answers = await Promise.all(paths.map((path) => schemas.columns(path, document.uri, token)));
  const known = paths.flatMap((path, i) => (answers[i] ? [[path, answers[i]] as const] : []));
  const visible = [...(above ?? []).map((cell) => cell.parseResult.value as Spec), spec];
  const named = visible.flatMap(filesNamed);
  const runs = await lastRuns.of(document.uri, named);
  contexts.set(spec, makeContext(visible, new Map(known), runs, above?.length));
}

/** Whether a document saw another one when it was last linked. */
export function sawDocument(document: LangiumDocument, uris: ReadonlySet<string>): boolean {
  const root = document.parseResult.value;
  const visible = contexts.get(root)?.visible ?? [];
  return visible.some(
    (spec) => spec !== root && spec.$document && uris.has(UriUtils.normalize(spec.$document.uri)),
  );
}
