import * as vscode from 'vscode';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

/** Runs all cells of the notebook in front: the editor has a button for it, and no command that keys could reach. */
export const runAll: Command = () => async () => {
  if (!requireTrust()) return;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook) return;
  const ranges = [{ start: 0, end: notebook.cellCount }];
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
};
