import * as vscode from 'vscode';
import type { CellOutput } from './cell-output.js';

/** An output as the editor takes it. The renderer is told the editor's language: a browser may be in another one. */
export function toEditorOutput(output: CellOutput): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput(
    output.items.map(({ mime, text }) => vscode.NotebookCellOutputItem.text(text, mime)),
    { language: vscode.env.language },
  );
}
