import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.js';

/** Whether a cell is code of our language; a notebook may hold others. */
export function isCausalCell(cell: vscode.NotebookCell): boolean {
  return cell.kind === vscode.NotebookCellKind.Code && cell.document.languageId === languageId;
}

/** The cells the language server knows of, top first: plans and problems count these. */
export function causalCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter(isCausalCell);
}
