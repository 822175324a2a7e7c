import type { URI } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { FileSchema } from '../../../kernel/src/process/protocol.js';

/** Where the columns of data files come from. Asked once per `data` declaration and build, before validation. */
export interface SchemaSource {
  /**
   * Columns of the file a spec names.
   * @param path as written in the spec: relative to the spec's folder
   * @param relativeTo the spec (a file, a notebook cell, or an untitled document, which stands in the workspace's root)
   * @returns undefined where files may not be read; otherwise a schema whose `problems` say what is wrong with the file
   */
  columns(path: string, relativeTo: URI, token?: CancellationToken): Promise<FileSchema | undefined>;
}

/** Reads nothing: for folders that are not trusted, and for tests of everything but columns. */
export const noSchemas: SchemaSource = { columns: async () => undefined };
