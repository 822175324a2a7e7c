import * as vscode from 'vscode';
import { notebookType } from '../../notebook/output-keeper.js';
import type { Command } from '../services.js';

const firstNote = vscode.l10n.t(
  '# What caused what?\n\nDeclare the data in one cell, the question in the next, and run them.',
);
const firstCell = `data visits from "visits.csv"

effect lift {
  of coupon on purchased
  from visits
  adjust for nothing
  with difference in means
}
`;

/** Opens a notebook with a question to fill in. */
export const newNotebook: Command = () => async () => {
  const data = new vscode.NotebookData([
    new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, firstNote, 'markdown'),
    new vscode.NotebookCellData(vscode.NotebookCellKind.Code, firstCell.trimEnd(), 'causal'),
  ]);
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, data);
  await vscode.window.showNotebookDocument(notebook);
};
