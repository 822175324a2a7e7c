import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { EmptyFileSystem, type LangiumDocument, URI } from 'langium';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { DataEngine } from '../../kernel/src/data/open.js';
import type { Plan } from '../../kernel/src/plan.js';
import type { Problem } from '../../kernel/src/problem.js';
import { say } from '../../kernel/src/words/say.js';
import { compileSpec } from './compiler/compile-spec.js';
import { contextOf } from './language/context.js';
import { enginePreviews, engineSchemas } from './language/engine-schemas.js';
import type { Spec } from './language/generated/ast.js';
import { createCausalServices } from './language/module.js';
import { type CellOrder, cellsInOrder } from './language/notebook-order.js';
import { noSchemas } from './language/schemas.js';
import { type SetTexts, type Settings, setParameters } from './language/set-parameters.js';
import { findings } from './validation/codes.js';

/** A spec looked at by every rule, and what is to be computed where none of them found an error. */
export interface CheckedSpec {
  readonly problems: Problem[];
  readonly plan: Plan | undefined;
}

export interface CheckOptions {
  /** Seed of everything that no clause gives one of its own. */
  readonly seed?: number;
  /** Values for parameters, from outside, as they were typed. */
  readonly set?: Settings;
}

/** A cell of a notebook; its place in the list is its number in messages and places. */
export interface SpecCell {
  readonly text: string;
}

/**
 * Checks spec files, each by itself, and compiles those without errors.
 *
 * @param files absolute, or relative to the current folder
 * @param workspace absolute path; specs and plans are named relative to it
 * @param engine reads the columns of data files; without one no file is read and columns are not checked
 * @returns one entry per file, by the name it was asked for
 */
export async function checkFiles(
  files: readonly string[],
  workspace: string,
  engine?: DataEngine,
  options: CheckOptions = {},
): Promise<ReadonlyMap<string, CheckedSpec>> {
  const checked = new Map<string, CheckedSpec>();
  const texts: { file: string; uri: URI; text: string; problems: readonly Problem[] }[] = [];
  for (const file of new Set(files)) {
    const read = await readSpec(file, workspace);
    if ('problem' in read) checked.set(file, { problems: [read.problem], plan: undefined });
    else {
      const {
        texts: [text = ''],
        problems,
      } = withSettings([read.text], nameIn(workspace, file), options);
      texts.push({ file, uri: URI.file(resolve(file)), text, problems });
    }
  }
  const documents = await buildAll(texts, engine);
  texts.forEach(({ file, problems }, i) => {
    const found = checkedSpec(documents[i]!, nameIn(workspace, file), options);
    checked.set(file, refusing(found, problems));
  });
  return new Map(files.map((file) => [file, checked.get(file)!]));
}

/**
 * Checks the cells of a notebook, top first. The plan of a cell holds the declarations of all cells above it and its own
 * verbs; it is undefined where one of these cells has an error.
 *
 * @param notebook its file: data paths are relative to its folder
 */
export async function checkCells(
  cells: readonly SpecCell[],
  notebook: string,
  workspace: string,
  engine?: DataEngine,
  options: CheckOptions = {},
): Promise<CheckedSpec[]> {
  const base = URI.file(resolve(notebook));
  const named = nameIn(workspace, notebook);
  const set = withSettings(
    cells.map(({ text }) => text),
    named,
    options,
  );
  const texts = set.texts.map((text, i) => ({
    uri: base.with({ scheme: 'vscode-notebook-cell', fragment: `cell-${i}` }),
    text,
  }));
  const documents = await buildAll(texts, engine, cellsInOrder(texts.map(({ uri }) => uri)));
  return documents.map((document) => refusing(checkedSpec(document, named, options), set.problems));
}

/** Texts of a spec or of a notebook's cells with the values from outside in them. @param file how problems name it */
export function withSettings(texts: readonly string[], file: string, { set }: CheckOptions): SetTexts {
  if (!set || set.size === 0) return { texts, problems: [] };
  const { Causal } = createCausalServices({ ...EmptyFileSystem, schemas: noSchemas });
  return setParameters(texts, set, file, Causal.parser.LangiumParser);
}

/** A spec with values that do not fit it is not run without them. */
function refusing({ problems, plan }: CheckedSpec, more: readonly Problem[]): CheckedSpec {
  return more.length === 0 ? { problems, plan } : { problems: [...more, ...problems], plan: undefined };
}

/**
 * Problems and plan of a document that is validated already. Problems of the cells it sees count, since it cannot run
 * without them; hints are left out.
 *
 * @param spec how messages and the plan name the file
 */
export function checkedSpec(
  document: LangiumDocument,
  spec: string,
  options: CheckOptions = {},
): CheckedSpec {
  const root = document.parseResult.value as Spec;
  const seen = contextOf(root).visible.flatMap((visible) => visible.$document ?? []);
  const problems = seen.flatMap((one) => (one.diagnostics ?? []).flatMap((d) => problemOf(d, one, spec)));
  const broken = problems.some((problem) => problem.severity === 'error');
  return { problems, plan: broken ? undefined : compileSpec(root, { spec, seed: options.seed }) };
}

function problemOf(diagnostic: Diagnostic, document: LangiumDocument, spec: string): Problem[] {
  // What the last run found is no fault of the spec.
  if (diagnostic.severity === DiagnosticSeverity.Hint || String(diagnostic.code) in findings) return [];
  const { cell } = contextOf(document.parseResult.value);
  const { line, character } = diagnostic.range.start;
  return [
    {
      code: String(diagnostic.code),
      severity: diagnostic.severity === DiagnosticSeverity.Error ? 'error' : 'warning',
      message: diagnostic.message,
      place: {
        file: cell === undefined ? spec : `${spec} (cell ${cell + 1})`,
        line: line + 1,
        character: character + 1,
      },
    },
  ];
}

async function buildAll(
  texts: readonly { readonly uri: URI; readonly text: string }[],
  engine: DataEngine | undefined,
  cells?: CellOrder,
): Promise<LangiumDocument[]> {
  const { shared } = createCausalServices({
    ...EmptyFileSystem,
    schemas: engine ? engineSchemas(engine) : noSchemas,
    ...(engine && { previews: enginePreviews(engine) }),
    ...(cells && { cells: () => cells }),
  });
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const documents = texts.map(({ uri, text }) => LangiumDocumentFactory.fromString(text, uri));
  for (const document of documents) LangiumDocuments.addDocument(document);
  await DocumentBuilder.build(documents, { validation: true });
  return documents;
}

function nameIn(workspace: string, file: string): string {
  return relative(workspace, resolve(file)).replaceAll('\\', '/');
}

async function readSpec(file: string, workspace: string): Promise<{ text: string } | { problem: Problem }> {
  const refused = (code: string, message: string) => ({
    problem: { code, severity: 'error', message, place: { file: nameIn(workspace, file) } } satisfies Problem,
  });
  try {
    const bytes = await readFile(file);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) {
      return refused('CS1013', say`Spec "${file}" is not written in UTF-8; save it in that encoding.`);
    }
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === 'ENOENT') return refused('CS1013', say`There is no spec "${file}"; check its name.`);
    return refused('CS1013', say`Spec "${file}" cannot be read (${reason}); check its permissions.`);
  }
}
