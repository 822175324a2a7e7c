import * as vscode from 'vscode';
import { languageId } from '../../../../server/src/protocol.js';
import { causalCells } from '../../notebook/causal-cells.js';

/** Where the person reads or writes a spec. */
export interface Cursor {
  readonly uri: string;
  readonly position: vscode.Position;
}

/** The cursor in the text or the cell in front; undefined where neither is a spec. */
export function cursorInFront(): Cursor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === languageId)
    return { uri: editor.document.uri.toString(), position: editor.selection.active };
  const notebook = vscode.window.activeNotebookEditor;
  if (!notebook) return undefined;
  const chosen = notebook.selections[0]?.start ?? 0;
  const cell = causalCells(notebook.notebook).findLast(({ index }) => index <= chosen);
  return cell && { uri: cell.document.uri.toString(), position: new vscode.Position(0, 0) };
}
