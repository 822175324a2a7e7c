import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { NotebookCell } from './format.js';
import { homeFolder } from './home-folder.js';
import { type KeptOutputs, OutputStore, outputKeys } from './kept-outputs.js';

export const notebookType = 'causal-notebook';

/** Where a notebook's cells lie among others: decides the key of its outputs. */
interface CellPlace {
  readonly workspace: string;
  readonly folder: string;
}

function placeOf(folderPath: string): CellPlace {
  const workspace =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folderPath))?.uri.fsPath ?? folderPath;
  return { workspace, folder: relative(workspace, folderPath).split(sep).join('/') };
}

function openNotebooks(): { path: string; loaded: boolean }[] {
  const loaded = new Set(vscode.workspace.notebookDocuments.map((document) => document.uri.toString()));
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map((tab) => tab.input)
    .filter((input): input is vscode.TabInputNotebook => input instanceof vscode.TabInputNotebook)
    .filter((input) => input.notebookType === notebookType && input.uri.scheme === 'file')
    .map(({ uri }) => ({ path: uri.fsPath, loaded: loaded.has(uri.toString()) }));
}

const codeOf = (cells: readonly NotebookCell[]): string[] =>
  cells.filter((cell) => cell.kind === 'code').map((cell) => cell.text);

/**
 * Keeps the outputs of our notebooks beside the files and finds them again. The file itself holds no outputs, so that it
 * diffs cleanly. They are restored while the file is being read, not through an execution afterwards, because an execution
 * needs a selected kernel and would show cells as running that are not. In a workspace that is not trusted nothing is read.
 */
export class OutputKeeper {
  private readonly stores = new Map<string, OutputStore>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** The kept outputs of every code cell, undefined where there are none; `content` is the file's bytes. */
  async restore(content: Uint8Array, cells: readonly NotebookCell[]): Promise<(KeptOutputs | undefined)[]> {
    const code = codeOf(cells);
    if (!vscode.workspace.isTrusted) return code.map(() => undefined);
    const read = (path: string) => readFile(path).catch(() => undefined);
    const home = await homeFolder(content, openNotebooks(), read);
    if (home === undefined) return code.map(() => undefined);
    const { workspace, folder } = placeOf(home);
    const store = this.storeOf(workspace);
    return Promise.all(outputKeys(folder, code).map((key) => store.read(key)));
  }

  /** Keeps what a cell of a saved notebook shows; the texts are those it was run with. */
  async keep(notebook: vscode.NotebookDocument, code: readonly string[], kept: KeptOutputs): Promise<void> {
    const found = this.find(notebook, code);
    if (!found) return;
    try {
      if (!(await found.store.write(found.key, kept))) {
        this.log.warn(
          'The outputs of a cell are too large to be kept; run it again after reopening the notebook.',
        );
      }
    } catch (error) {
      this.log.error(`The outputs of a cell could not be kept: ${String(error)}`);
    }
  }

  /** Forgets the outputs of a cell, because the person cleared them. */
  async forget(notebook: vscode.NotebookDocument, code: readonly string[]): Promise<void> {
    const found = this.find(notebook, code);
    await found?.store.remove(found.key);
  }

  private find(notebook: vscode.NotebookDocument, code: readonly string[]) {
    const ours = notebook.notebookType === notebookType && notebook.uri.scheme === 'file';
    if (!ours || !vscode.workspace.isTrusted) return undefined;
    const { workspace, folder } = placeOf(dirname(notebook.uri.fsPath));
    const key = outputKeys(folder, code).at(-1);
    return key === undefined ? undefined : { store: this.storeOf(workspace), key };
  }

  private storeOf(workspace: string): OutputStore {
    const path = join(workspace, '.causal', 'outputs');
    const store = this.stores.get(path) ?? new OutputStore(path, (message) => this.log.warn(message));
    this.stores.set(path, store);
    return store;
  }
}
