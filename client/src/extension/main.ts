/** The extension: wires its parts. It starts no process; the language server and the kernels start when they are needed. */
import * as vscode from 'vscode';
import { codeScheme, notebookTypes } from '../../../server/src/protocol.js';
import { BegunCells } from '../notebook/begun-cells.js';
import { CellProgress } from '../notebook/cell-progress.js';
import { CellController, type ControllerHost } from '../notebook/controller.js';
import { notebookType, OutputKeeper } from '../notebook/output-keeper.js';
import type { Kernel } from '../notebook/run-cell.js';
import { NotebookSerializer } from '../notebook/serializer.js';
import { StaleCells } from '../notebook/stale-cells.js';
import { speakIn } from '../renderer/language.js';
import { CheckTasks } from './check-task.js';
import { CheckTests } from './check-tests.js';
import { SpecLanguage } from './client.js';
import { CodePages } from './code-pages.js';
import { DoctorPages, doctorScheme } from './commands/doctor.js';
import { registerCommands } from './commands.js';
import { GraphPanel, graphViewType } from './graph/graph-panel.js';
import { KernelPool } from './kernel-pool.js';
import { KnownKernels } from './known-kernels.js';
import { LastRuns } from './last-runs.js';
import { openAll } from './open-all.js';
import { ResultsPanel } from './results-panel.js';
import type { Services } from './services.js';
import { StatusBar } from './status-bar.js';
import { requireTrust } from './trust.js';
import { VariablesView } from './variables-view.js';
import { firstWorkspace, homeOf } from './workspace-folder.js';

export function activate(context: vscode.ExtensionContext): void {
  speakIn(vscode.env.language, vscode.l10n.bundle);
  const log = vscode.window.createOutputChannel('Causal Spec', { log: true });
  const program = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const lastRuns = new LastRuns(context.workspaceState, (runs) => {
    language.tellRuns(runs).catch((error) => log.error(`The language server: ${error}`));
    variables.soon();
  });
  const language = new SpecLanguage(program('server.mjs'), log, () => lastRuns.all());
  const kernels = new KernelPool(program('kernel.mjs'), new KnownKernels(context.workspaceState), log);
  const panel = new ResultsPanel(context.extensionUri);
  const graph = new GraphPanel(context.extensionUri, language, log);
  const keeper = new OutputKeeper(log);
  const progress = new CellProgress();
  const staleCells = new StaleCells((notebook) => language.steps(notebook));
  const variables = new VariablesView((uri) => language.overview(uri));
  const storage = context.globalStorageUri;

  const kernelFor = (uri: vscode.Uri): Kernel => {
    const kernel = kernels.of(uri, homeOf(uri)?.workspace ?? firstWorkspace() ?? storage.fsPath);
    return {
      run: (request, listener, signal) => kernel.run(request, lastRuns.keeping(uri, listener), signal),
      summarize: (path) => kernel.summarize(path),
    };
  };
  const host: ControllerHost = {
    mayRun: requireTrust,
    check: (uri, signal) => language.check(uri, signal),
    kernelOf: ({ uri }) => kernelFor(uri),
    foundAgain: async ({ uri }) => {
      const home = homeOf(uri);
      return home !== undefined && kernels.of(uri, home.workspace).findAgain();
    },
    begun: new BegunCells(context.workspaceState),
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
    openAll(panel),
    variables,
    new CheckTests({
      overview: (uri) => language.overview(uri),
      check: (uri, signal) => language.check(uri, signal),
      kernelOf: kernelFor,
    }),
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
    vscode.workspace.registerTextDocumentContentProvider(codeScheme, new CodePages(language)),
    vscode.tasks.registerTaskProvider('causal', new CheckTasks(program('causal.mjs'))),
    vscode.window.registerWebviewPanelSerializer(graphViewType, graph),
    registerCommands(services, pages),
  );
  void kernels.findAgain();
}
