import * as vscode from 'vscode';
import { notebookOfCell } from '../workspace-folder.js';

/** The column a text is open in; the first where it is in none. */
function columnOf(uri: string): vscode.ViewColumn {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri),
  );
  return group?.viewColumn ?? vscode.ViewColumn.One;
}

/** Selects a part of a file or of a notebook's cell, and puts the cursor there. */
export async function revealText(uri: string, selection: vscode.Range): Promise<void> {
  const notebook = notebookOfCell(uri);
  if (!notebook) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    await vscode.window.showTextDocument(document, { viewColumn: columnOf(uri), selection });
    return;
  }
  const index = notebook.getCells().findIndex((cell) => cell.document.uri.toString() === uri);
  const cells = [new vscode.NotebookRange(index, index + 1)];
  await vscode.window.showNotebookDocument(notebook, { selections: cells });
  await vscode.commands.executeCommand('notebook.cell.edit');
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  if (!editor) return;
  editor.selection = new vscode.Selection(selection.start, selection.end);
  editor.revealRange(selection);
}
