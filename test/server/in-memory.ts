import { EmptyFileSystem, type LangiumDocument, URI } from 'langium';
import type { Diagnostic } from 'vscode-languageserver';
import type { ColumnType } from '../../kernel/src/data/table.js';
import type { FileSchema } from '../../kernel/src/process/protocol.js';
import { createCausalServices } from '../../server/src/language/module.js';
import { cellsInOrder } from '../../server/src/language/notebook-order.js';
import type { SchemaSource } from '../../server/src/language/schemas.js';

/** Columns of a file, by name. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** The shop all tests are about. */
export const visits: Columns = {
  user_id: 'categorical',
  country: 'categorical',
  seen_at: 'date',
  last_seen: 'date',
  tenure: 'numeric',
  history: 'text',
  coupon: 'boolean',
  purchased: 'boolean',
  spend: 'numeric',
};

export function schemaOf(path: string, columns: Columns): FileSchema {
  const list = Object.entries(columns).map(([name, type]) => ({ name, type, storage: 'VARCHAR' }));
  return { path, columns: list, problems: [] };
}

/** Files held in memory, read once as by the kernel; a file that is not there has the problem the kernel would report. */
export function filesInMemory(files: Readonly<Record<string, Columns | FileSchema>>): SchemaSource {
  const read = new Map<string, FileSchema>();
  const once = (path: string, columns: Columns): FileSchema => {
    const schema = read.get(path) ?? schemaOf(path, columns);
    read.set(path, schema);
    return schema;
  };
  return {
    columns: async (path) => {
      const file = files[path];
      if (!file) {
        const message = `There is no file "${path}"; check its name and the folder it is in.`;
        return { path, columns: [], problems: [{ code: 'CS1101', severity: 'error', message }] };
      }
      return Array.isArray(file.problems) ? (file as FileSchema) : once(path, file as Columns);
    },
  };
}

export const shopFiles = filesInMemory({ 'visits.csv': visits });

/** A spec built with every phase, validation too. */
export async function build(text: string, schemas: SchemaSource = shopFiles): Promise<LangiumDocument> {
  const { shared } = createCausalServices({ ...EmptyFileSystem, schemas });
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.file('/shop/spec.causal'));
  shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build([document], { validation: true });
  return document;
}

/** The cells of one notebook, built in one go. */
export async function buildCells(
  texts: readonly string[],
  schemas: SchemaSource = shopFiles,
): Promise<LangiumDocument[]> {
  const uris = texts.map((_, i) => URI.parse(`vscode-notebook-cell:/shop/book.causalnb#${i}`));
  const { shared } = createCausalServices({ ...EmptyFileSystem, schemas, cells: () => cellsInOrder(uris) });
  const documents = texts.map((text, i) =>
    shared.workspace.LangiumDocumentFactory.fromString(text, uris[i]!),
  );
  for (const document of documents) shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build(documents, { validation: true });
  return documents;
}

/** `CS1003 There is no ...`, one line per diagnostic. */
export function told(document: LangiumDocument): string[] {
  return (document.diagnostics ?? []).map((one: Diagnostic) => `${one.code} ${one.message}`);
}
