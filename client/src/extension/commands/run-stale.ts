import * as vscode from 'vscode';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

/** Runs, top first, the cells of the notebook in front whose results are no longer of what it says. */
export const runStale: Command = (services) => async () => {
  if (!requireTrust()) return;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook) return;
  await services.staleCells.judge(notebook);
  const stale = services.staleCells.staleOf(notebook);
  if (stale.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No cell of this notebook is stale.'));
    return;
  }
  const ranges = stale.map(({ index }) => ({ start: index, end: index + 1 }));
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
};
