import * as vscode from 'vscode';
import { languageId, notebookTypes } from '../../../server/src/protocol.js';
import { causalCells } from '../notebook/causal-cells.js';

/** Whether a notebook can hold cells of ours. */
export const isNotebookOfOurs = ({ notebookType }: vscode.NotebookDocument): boolean =>
  notebookTypes.some((type) => type === notebookType);

/**
 * URI of the notebook or spec file in front of the person; undefined where that is something else, and `same` where nothing with a text is in
 * front, as while results are.
 */
export function specInFront(): string | 'same' | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook)
    return isNotebookOfOurs(notebook) && causalCells(notebook).length > 0 ? String(notebook.uri) : undefined;
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return 'same';
  return document.languageId === languageId ? String(document.uri) : undefined;
}
