import { dirname, relative } from 'node:path';
import type { URI } from 'langium';
import { isInside } from '../../../kernel/src/data/paths.js';
import { filePathOf } from '../language/file-path.js';

/** Where a spec stands: the folder its data may lie in, its own folder in there, and its file. */
export interface SpecLocation {
  /** Absolute path of the workspace folder around the spec; of its own folder where it lies in none. */
  readonly workspace: string;
  /** Folder of the spec, relative to `workspace`. */
  readonly folder: string;
  /** The spec or its notebook, relative to `workspace`, with slashes. */
  readonly file: string;
}

/** The workspace's folders, and which of them a document belongs to. */
export class WorkspaceFolders {
  /** @param folders absolute paths */
  constructor(private folders: readonly string[]) {}

  /** The person added folders to the workspace, or took some out. */
  change(added: readonly string[], removed: readonly string[]): void {
    this.folders = [...this.folders.filter((folder) => !removed.includes(folder)), ...added];
  }

  /** Undefined for a document that was never saved while no folder is open. */
  locate(uri: URI): SpecLocation | undefined {
    if (uri.scheme !== 'file' && uri.scheme !== 'vscode-notebook-cell') {
      const [workspace] = this.folders;
      return workspace === undefined ? undefined : { workspace, folder: '', file: uri.path };
    }
    const path = filePathOf(uri);
    const own = dirname(path);
    const around = this.folders.filter((folder) => isInside(folder, own));
    const workspace = around.sort((a, b) => b.length - a.length)[0] ?? own;
    const file = relative(workspace, path).replaceAll('\\', '/');
    return { workspace, folder: relative(workspace, own), file };
  }
}
