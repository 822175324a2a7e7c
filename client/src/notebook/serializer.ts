import * as vscode from 'vscode';
import { decodeNotebook, encodeNotebook } from './bytes.js';
import { type NotebookCell, parseNotebook, writeNotebook } from './format.js';
import type { KeptOutputs } from './kept-outputs.js';
import type { OutputKeeper } from './output-keeper.js';
import { toEditorOutput } from './vscode-output.js';

function toCellData(cell: NotebookCell): vscode.NotebookCellData {
  return cell.kind === 'code'
    ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, cell.text, 'causal')
    : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, cell.text, 'markdown');
}

function showKept(cell: vscode.NotebookCellData, kept: KeptOutputs): void {
  cell.outputs = kept.outputs.map(toEditorOutput);
  cell.executionSummary = {
    success: kept.succeeded,
    executionOrder: kept.order,
    timing: { startTime: kept.startedAt, endTime: kept.endedAt },
  };
}

/** The editor gives new cells the line ends of the machine; a file has one kind throughout. */
const toCell = (cell: vscode.NotebookCellData): NotebookCell => ({
  kind: cell.kind === vscode.NotebookCellKind.Code ? 'code' : 'markdown',
  text: cell.value.replaceAll('\r\n', '\n'),
});

/** The editor itself only says that a notebook could not be opened; the person should know why. */
function readText(content: Uint8Array): string {
  try {
    return decodeNotebook(content);
  } catch (error) {
    if (error instanceof Error) void vscode.window.showErrorMessage(error.message);
    throw error;
  }
}

/**
 * Reads and writes `*.causalnb`. What cannot be shown or kept without loss is refused with an error: an empty notebook in
 * its place would destroy the file at the next save.
 */
export class NotebookSerializer implements vscode.NotebookSerializer {
  constructor(private readonly keeper: OutputKeeper) {}

  async deserializeNotebook(content: Uint8Array): Promise<vscode.NotebookData> {
    const { cells, eol } = parseNotebook(readText(content));
    const data = new vscode.NotebookData(cells.map(toCellData));
    data.metadata = { eol };
    const code = data.cells.filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
    const kept = await this.keeper.restore(content, cells);
    code.forEach((cell, i) => {
      const outputs = kept[i];
      if (outputs) showKept(cell, outputs);
    });
    return data;
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    const eol = data.metadata?.eol === '\r\n' ? '\r\n' : undefined;
    return encodeNotebook(writeNotebook({ cells: data.cells.map(toCell), eol }));
  }
}
