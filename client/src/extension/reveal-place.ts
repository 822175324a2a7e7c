import * as vscode from 'vscode';
import type { PartView } from '../../../server/src/protocol.js';
import { notebookOfCell } from './workspace-folder.js';

/** Shows a place of a file, or of a cell of an open notebook. */
export async function revealPlace({ uri, range: { start, end } }: PartView['place']): Promise<void> {
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  const notebook = notebookOfCell(uri);
  if (!notebook) {
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection });
    return;
  }
  const index = notebook.getCells().findIndex((cell) => cell.document.uri.toString() === uri);
  await vscode.window.showNotebookDocument(notebook, {
    selections: [new vscode.NotebookRange(index, index + 1)],
  });
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  if (!editor) return;
  editor.selection = new vscode.Selection(selection.start, selection.start);
  editor.revealRange(selection);
}
