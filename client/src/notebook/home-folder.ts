import { dirname } from 'node:path';

/** A notebook that is open in a tab. */
export interface OpenNotebook {
  readonly path: string;
  /** Whether the editor has already read it. */
  readonly loaded: boolean;
}

const equalBytes = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && Buffer.compare(a, b) === 0;

/**
 * Folder of the notebook that these bytes are being read for, or undefined where that is not certain. The editor hands a
 * serializer bytes without a name, but data paths, hence outputs, depend on the folder. The tab is there before its file is
 * read: it is the one whose file holds these bytes or, where unsaved text is restored, the one not yet read.
 */
export async function homeFolder(
  content: Uint8Array,
  open: readonly OpenNotebook[],
  readFile: (path: string) => Promise<Uint8Array | undefined>,
): Promise<string | undefined> {
  const files = await Promise.all(open.map((notebook) => readFile(notebook.path)));
  const same = open.filter((_, i) => equalBytes(content, files[i]));
  const candidates = same.length > 0 ? same : open.filter((notebook) => !notebook.loaded);
  const folders = new Set(candidates.map((notebook) => dirname(notebook.path)));
  return folders.size === 1 ? [...folders][0] : undefined;
}
