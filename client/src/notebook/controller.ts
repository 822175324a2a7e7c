import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { CheckedSpec } from '../../../server/src/compile.js';
import { languageId } from '../../../server/src/protocol.js';
import type { BegunCells } from './begun-cells.js';
import { causalCells, isCausalCell } from './causal-cells.js';
import type { CellOutput } from './cell-output.js';
import type { CellProgress } from './cell-progress.js';
import { type Ending, ExecutionQueue } from './execution-queue.js';
import type { OutputKeeper } from './output-keeper.js';
import { type CellView, type Kernel, runCell } from './run-cell.js';
import { toEditorOutput } from './vscode-output.js';

/** What a controller needs of the rest of the extension. */
export interface ControllerHost {
  /** False, after telling the person why, where nothing may run. */
  mayRun(): boolean;
  check(uri: string, signal: AbortSignal): Promise<CheckedSpec>;
  kernelOf(notebook: vscode.NotebookDocument): Kernel;
  /** Whether the notebook's kernel outlived a reload of the window, and was found again. */
  foundAgain(notebook: vscode.NotebookDocument): Promise<boolean>;
  readonly begun: BegunCells;
  /** The notebook was closed. */
  release(notebook: vscode.NotebookDocument): void;
  readonly keeper: OutputKeeper;
  readonly progress: CellProgress;
  readonly log: vscode.LogOutputChannel;
}

interface PendingCell {
  readonly cell: vscode.NotebookCell;
  readonly execution: vscode.NotebookCellExecution;
}

/** Success, failure, or neither: a cancelled cell gets no green check and no red cross. */
const successOf: Record<Ending, boolean | undefined> = {
  succeeded: true,
  failed: false,
  cancelled: undefined,
};

/** Texts of the `causal` cells down to and with this one. */
function codeDownTo(cell: vscode.NotebookCell): string[] {
  const cells = causalCells(cell.notebook).filter((each) => each.index <= cell.index);
  return cells.map((each) => each.document.getText().replaceAll('\r\n', '\n'));
}

/** Folder of a notebook relative to its workspace; '' for one that is not saved or outside of every workspace. */
function folderOf(notebook: vscode.NotebookDocument): string {
  const workspace = vscode.workspace.getWorkspaceFolder(notebook.uri);
  if (!workspace) return '';
  return relative(workspace.uri.fsPath, dirname(notebook.uri.fsPath)).split(sep).join('/');
}

/** Runs the `causal` cells of one type of notebook: one queue and one kernel for each notebook. */
export class CellController implements vscode.Disposable {
  private readonly controller: vscode.NotebookController;
  private readonly queues = new Map<vscode.NotebookDocument, ExecutionQueue<PendingCell>>();
  private readonly orders = new WeakMap<vscode.NotebookDocument, number>();
  private readonly disposables: vscode.Disposable[];

  constructor(
    id: string,
    private readonly notebookType: string,
    private readonly host: ControllerHost,
  ) {
    this.controller = vscode.notebooks.createNotebookController(id, notebookType, 'Causal Spec');
    this.controller.supportedLanguages = [languageId];
    this.controller.supportsExecutionOrder = true;
    this.controller.description = vscode.l10n.t('Computes effects and models on this machine');
    this.controller.executeHandler = (cells, notebook) => this.execute(cells, notebook);
    this.controller.interruptHandler = (notebook) => this.interrupt(notebook);
    this.disposables = [
      this.controller,
      this.controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) void this.goOn(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.close(notebook)),
      vscode.workspace.onDidChangeNotebookDocument((change) => this.forgetCleared(change)),
    ];
  }

  /** Stops the running cell and drops those that wait. */
  async interrupt(notebook: vscode.NotebookDocument): Promise<void> {
    await this.queues.get(notebook)?.interrupt();
  }

  private async execute(cells: vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    if (!this.host.mayRun()) return;
    const pending = cells
      .filter(isCausalCell)
      .map((cell) => ({ cell, execution: this.controller.createNotebookCellExecution(cell) }));
    this.host.begun.begin(pending.map(({ cell }) => cell));
    await this.queueOf(notebook).enqueue(pending);
  }

  /** Goes on with the cells that a reload of the window broke off, where their kernel is still at it. */
  private async goOn(notebook: vscode.NotebookDocument): Promise<void> {
    if (this.queues.has(notebook)) return;
    const found = await this.host.foundAgain(notebook);
    const cells = this.host.begun.take(notebook);
    if (found && cells.length > 0) await this.execute(cells, notebook);
  }

  private queueOf(notebook: vscode.NotebookDocument): ExecutionQueue<PendingCell> {
    const known = this.queues.get(notebook);
    if (known) return known;
    const queue = new ExecutionQueue<PendingCell>({
      run: (pending, signal) => this.run(pending, signal),
      drop: (pending) => this.end(pending, 'cancelled'),
    });
    this.queues.set(notebook, queue);
    return queue;
  }

  private async run({ cell, execution }: PendingCell, interrupted: AbortSignal): Promise<Ending> {
    const { notebook } = cell;
    const gone = new AbortController();
    // Also fires when a cell is deleted while it runs.
    const listening = execution.token.onCancellationRequested(() => gone.abort());
    const order = (this.orders.get(notebook) ?? 0) + 1;
    this.orders.set(notebook, order);
    const startedAt = Date.now();
    const code = codeDownTo(cell);
    const outputs: CellOutput[] = [];
    execution.executionOrder = order;
    execution.start(startedAt);
    let shown: Thenable<void> = execution.clearOutput();
    const view: CellView = {
      append: (more) => {
        if (more.length === 0) return;
        outputs.push(...more);
        shown = shown.then(() => execution.appendOutput(more.map(toEditorOutput)));
      },
      progress: (fraction, message) => this.host.progress.report(cell, fraction, message),
    };
    const request = {
      uri: cell.document.uri.toString(),
      index: code.length - 1,
      folder: folderOf(notebook),
    };
    const signal = AbortSignal.any([interrupted, gone.signal]);
    try {
      const check = this.host.check.bind(this.host);
      const ending = await runCell(request, check, this.host.kernelOf(notebook), view, signal);
      await this.settle(shown);
      this.end({ cell, execution }, ending);
      if (ending !== 'cancelled') {
        const endedAt = Date.now();
        const kept = { succeeded: ending === 'succeeded', order, startedAt, endedAt, outputs };
        await this.host.keeper.keep(notebook, code, kept);
      }
      return ending;
    } finally {
      listening.dispose();
      this.host.progress.clear(cell);
    }
  }

  /** Waits until the outputs are shown; a cell deleted meanwhile has no place to show them. */
  private async settle(shown: Thenable<void>): Promise<void> {
    try {
      await shown;
    } catch (error) {
      this.host.log.debug(`Outputs could not be shown: ${String(error)}`);
    }
  }

  private end({ cell, execution }: PendingCell, ending: Ending): void {
    this.host.begun.end(cell);
    try {
      execution.end(successOf[ending], Date.now());
    } catch (error) {
      this.host.log.debug(`A cell had already ended: ${String(error)}`);
    }
  }

  private async close(notebook: vscode.NotebookDocument): Promise<void> {
    if (notebook.notebookType !== this.notebookType) return;
    const queue = this.queues.get(notebook);
    this.queues.delete(notebook);
    await queue?.interrupt();
    this.host.release(notebook);
  }

  private async forgetCleared({ notebook, cellChanges }: vscode.NotebookDocumentChangeEvent): Promise<void> {
    if (notebook.notebookType !== this.notebookType || this.queues.get(notebook)?.busy) return;
    const cleared = cellChanges.filter(({ cell, outputs }) => outputs?.length === 0 && isCausalCell(cell));
    await Promise.all(cleared.map(({ cell }) => this.host.keeper.forget(notebook, codeDownTo(cell))));
  }

  /** What runs is left to its kernel, which ends it unless the window comes back. */
  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
