import * as vscode from 'vscode';

/** Shortest time between two drawings of a cell's progress, in ms: faster ones only flicker. */
const redrawEvery = 250;

/** Shows at the foot of a running cell what is being done and how much of it is done. */
export class CellProgress implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  private readonly shown = new WeakMap<vscode.NotebookCell, string>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.changed.event;
  private timer: NodeJS.Timeout | undefined;

  report(cell: vscode.NotebookCell, fraction: number, message: string): void {
    const percent = Math.round(100 * Math.min(1, Math.max(0, fraction)));
    this.shown.set(cell, `${percent} %${message ? ` · ${message}` : ''}`);
    this.timer ??= setTimeout(() => this.redraw(), redrawEvery);
  }

  clear(cell: vscode.NotebookCell): void {
    this.shown.delete(cell);
    this.redraw();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const text = this.shown.get(cell);
    if (text === undefined) return [];
    return [new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left)];
  }

  private redraw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changed.dispose();
  }
}
