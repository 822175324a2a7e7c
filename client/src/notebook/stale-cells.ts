import * as vscode from 'vscode';
import { dataFilesPattern, type StepState } from '../../../server/src/protocol.js';
import { causalCells, isCausalCell } from './causal-cells.js';
import { resultMime } from './cell-output.js';
import { type MadeFrom, madeFrom, staleReasons } from './stale-results.js';

/** Results are judged once typing has paused for this long, in ms. */
const pauseMs = 400;

/** Command behind the remark at the foot of a stale cell. */
const runStale = 'causal.runStale';

/** Says at the foot of a cell that its results are no longer of what the notebook and its data say, and knows all such cells. */
export class StaleCells implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  private readonly reasons = new WeakMap<vscode.NotebookCell, readonly string[]>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.changed.event;
  private readonly timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  private readonly disposables: vscode.Disposable[];

  /** @param states of the declarations of a notebook, by its URI */
  constructor(private readonly states: (notebook: string) => Promise<readonly StepState[]>) {
    const watcher = vscode.workspace.createFileSystemWatcher(dataFilesPattern);
    const all = () => {
      for (const notebook of vscode.workspace.notebookDocuments) this.soon(notebook);
    };
    this.disposables = [
      watcher,
      watcher.onDidChange(all),
      watcher.onDidCreate(all),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.soon(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.soon(notebook)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.ofCell(document)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.forget(notebook)),
    ];
    all();
  }

  /** Cells of a notebook whose results are stale, top first. */
  staleOf(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
    return causalCells(notebook).filter((cell) => (this.reasons.get(cell)?.length ?? 0) > 0);
  }

  /** Judges a notebook now. */
  async judge(notebook: vscode.NotebookDocument): Promise<void> {
    const made = causalCells(notebook).map((cell) => ({ cell, from: cell.outputs.flatMap(madeFromOutput) }));
    if (made.every(({ from }) => from.length === 0)) return this.tell(made.map(({ cell }) => [cell, []]));
    const states = await this.states(notebook.uri.toString());
    this.tell(made.map(({ cell, from }) => [cell, staleReasons(from, states)]));
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const reasons = this.reasons.get(cell) ?? [];
    if (reasons.length === 0) return [];
    const item = new vscode.NotebookCellStatusBarItem(
      vscode.l10n.t('$(history) Stale: run stale cells'),
      vscode.NotebookCellStatusBarAlignment.Left,
    );
    item.command = runStale;
    item.tooltip = vscode.l10n.t('Since this cell ran, {0}.', reasons.join(vscode.l10n.t(', and ')));
    item.accessibilityInformation = {
      label: vscode.l10n.t('Stale: {0}. Runs all stale cells.', reasons.join(vscode.l10n.t(', '))),
    };
    return [item];
  }

  private tell(found: readonly (readonly [vscode.NotebookCell, readonly string[]])[]): void {
    for (const [cell, reasons] of found) this.reasons.set(cell, reasons);
    this.changed.fire();
  }

  private ofCell(document: vscode.TextDocument): void {
    const owns = (notebook: vscode.NotebookDocument) =>
      notebook.getCells().some((cell) => isCausalCell(cell) && cell.document === document);
    const notebook = vscode.workspace.notebookDocuments.find(owns);
    if (notebook) this.soon(notebook);
  }

  private soon(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.timers.get(notebook));
    const timer = setTimeout(() => {
      this.timers.delete(notebook);
      // Asked of a server that has ended: the next change asks again.
      this.judge(notebook).catch(() => undefined);
    }, pauseMs);
    this.timers.set(notebook, timer);
  }

  private forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.timers.get(notebook));
    this.timers.delete(notebook);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.changed.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

/** Outputs never change, and notebooks are judged whenever typing pauses. */
const read = new WeakMap<vscode.NotebookCellOutput, readonly MadeFrom[]>();

function madeFromOutput(output: vscode.NotebookCellOutput): readonly MadeFrom[] {
  const known = read.get(output);
  if (known) return known;
  const results = output.items.filter(({ mime }) => mime === resultMime);
  const made = madeFrom(results.map(({ mime, data }) => ({ mime, text: new TextDecoder().decode(data) })));
  read.set(output, made);
  return made;
}
