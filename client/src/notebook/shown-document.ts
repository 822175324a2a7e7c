import * as vscode from 'vscode';
import type { ShownCell, ShownNotebook } from '../exchange/shown-notebook.js';
import type { CellOutput } from './cell-output.js';

/** An open notebook as it stands, unsaved changes and all. */
export function shownDocument(notebook: vscode.NotebookDocument): ShownNotebook {
  const eol = notebook.metadata.eol === '\r\n' ? ({ eol: '\r\n' } as const) : {};
  return { cells: notebook.getCells().map(shownCell), ...eol };
}

function shownCell(cell: vscode.NotebookCell): ShownCell {
  const text = cell.document.getText().replaceAll('\r\n', '\n');
  if (cell.kind === vscode.NotebookCellKind.Markup) return { kind: 'markdown', text };
  return { kind: 'code', text, outputs: cell.outputs.map(outputOf) };
}

function outputOf({ items }: vscode.NotebookCellOutput): CellOutput {
  return { items: items.map(({ mime, data }) => ({ mime, text: new TextDecoder().decode(data) })) };
}
