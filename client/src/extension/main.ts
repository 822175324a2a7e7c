/** The extension: wires its parts. It starts no process; the language server and the kernels start when they are needed. */
import * as vscode from 'vscode';
import { notebookTypes } from '../../../server/src/protocol.js';
import { CellProgress } from '../notebook/cell-progress.js';
import { CellController, type ControllerHost } from '../notebook/controller.js';
import { notebookType, OutputKeeper } from '../notebook/output-keeper.js';
import { NotebookSerializer } from '../notebook/serializer.js';
import { StaleCells } from '../notebook/stale-cells.js';
import { CheckTasks } from './check-task.js';
import { SpecLanguage } from './client.js';
import { DoctorPages, doctorScheme } from './commands/doctor.js';
import { registerCommands } from './commands.js';
import { GraphPanel, graphViewType } from './graph/graph-panel.js';
import { KernelPool } from './kernel-pool.js';
import { LastRuns } from './last-runs.js';
import { ResultsPanel } from './results-panel.js';
import type { Services } from './services.js';
import { StatusBar } from './status-bar.js';
import { requireTrust } from './trust.js';
import { firstWorkspace, homeOf } from './workspace-folder.js';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Causal Spec', { log: true });
  const program = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const lastRuns = new LastRuns(context.workspaceState, (runs) => {
    language.tellRuns(runs).catch((error) => log.error(`The language server: ${error}`));
  });
  const language = new SpecLanguage(program('server.mjs'), log, () => lastRuns.all());
  const kernels = new KernelPool(program('kernel.mjs'), log);
  const panel = new ResultsPanel(context.extensionUri);
  const graph = new GraphPanel(context.extensionUri, language, log);
  const keeper = new OutputKeeper(log);
  const progress = new CellProgress();
  const staleCells = new StaleCells((notebook) => language.steps(notebook));
  const storage = context.globalStorageUri;

  const host: ControllerHost = {
    mayRun: requireTrust,
    check: (uri, signal) => language.check(uri, signal),
    kernelOf: ({ uri }) => {
      const kernel = kernels.of(uri, homeOf(uri)?.workspace ?? firstWorkspace() ?? storage.fsPath);
      return {
        run: (request, listener, signal) => kernel.run(request, lastRuns.keeping(uri, listener), signal),
        summarize: (path) => kernel.summarize(path),
      };
    },
    release: ({ uri }) => void kernels.release(uri),
    keeper,
    progress,
    log,
  };
  const controllers = notebookTypes.map((type) => new CellController(`causal-kernel-${type}`, type, host));
  const services: Services = {
    language,
    kernels,
    panel,
    graph,
    lastRuns,
    staleCells,
    log,
    extension: context.extensionUri,
    storage,
    controllers,
  };
  const pages = new DoctorPages();

  context.subscriptions.push(
    log,
    language,
    kernels,
    panel,
    graph,
    progress,
    staleCells,
    new StatusBar(kernels),
    ...controllers,
    ...notebookTypes.flatMap((type) =>
      [progress, staleCells].map((provider) =>
        vscode.notebooks.registerNotebookCellStatusBarItemProvider(type, provider),
      ),
    ),
    vscode.workspace.registerNotebookSerializer(notebookType, new NotebookSerializer(keeper), {
      transientOutputs: true,
    }),
    vscode.workspace.registerTextDocumentContentProvider(doctorScheme, pages),
    vscode.tasks.registerTaskProvider('causal', new CheckTasks(program('causal.mjs'))),
    vscode.window.registerWebviewPanelSerializer(graphViewType, graph),
    registerCommands(services, pages),
  );
}
