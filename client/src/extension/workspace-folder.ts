import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';

/** Where a document lies, as the kernel wants to know it. */
export interface Home {
  /** Absolute path of the workspace folder; of the document's own folder where it is outside of all. */
  readonly workspace: string;
  /** Of the document, relative to the workspace, with `/`; '' for the workspace itself. */
  readonly folder: string;
}

/** The notebook a cell belongs to, undefined for the URI of anything else. */
export function notebookOfCell(uri: string): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document.uri.toString() === uri),
  );
}

/**
 * Where a file or notebook lies. One that is not saved yet counts as lying in the first workspace folder; undefined where
 * there is none, or where the document is not on this machine's disk.
 */
export function homeOf(uri: vscode.Uri): Home | undefined {
  if (uri.scheme === 'file') {
    const folder = dirname(uri.fsPath);
    const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? folder;
    return { workspace, folder: relative(workspace, folder).split(sep).join('/') };
  }
  const first = vscode.workspace.workspaceFolders?.[0]?.uri;
  return uri.scheme === 'untitled' && first?.scheme === 'file'
    ? { workspace: first.fsPath, folder: '' }
    : undefined;
}

/** The first workspace folder on this machine's disk. */
export function firstWorkspace(): string | undefined {
  return vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath;
}
