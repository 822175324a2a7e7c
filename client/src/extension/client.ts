import * as vscode from 'vscode';
import type { LanguageClient, LanguageClientOptions } from 'vscode-languageclient/node.js';
import type { CheckedSpec } from '../../../server/src/compile.js';
import {
  type ChangeGraphAnswer,
  type ChangeGraphParameters,
  changeGraphRequest,
  codePageRequest,
  type DeclarationView,
  type GraphAtAnswer,
  type GraphAtParameters,
  graphAtRequest,
  type LastRunsParameters,
  languageId,
  lastRunsNotification,
  notebookTypes,
  overviewRequest,
  planRequest,
  type ServerOptions,
  type StepState,
  stepsRequest,
} from '../../../server/src/protocol.js';
import { readSettings } from './settings.js';

const isCausal = (document: vscode.TextDocument): boolean => document.languageId === languageId;

/** Files, unsaved texts and cells: hover and completion follow this list even where cells are synchronised as notebooks. */
const documentSelector = [
  { language: languageId, scheme: 'file' },
  { language: languageId, scheme: 'untitled' },
  ...notebookTypes.map((notebook) => ({ language: languageId, notebook })),
];

/**
 * The language server and how to ask it. It is started by the first spec or cell that is opened, not by the extension, so
 * that opening somebody else's notebook costs nothing.
 */
export class SpecLanguage implements vscode.Disposable {
  private starting: Promise<LanguageClient> | undefined;
  private readonly disposables: vscode.Disposable[];

  /** @param lastRuns what a server that starts is told of */
  constructor(
    private readonly serverModule: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly lastRuns: () => readonly LastRunsParameters[],
  ) {
    const consider = (document: vscode.TextDocument) => {
      if (isCausal(document)) this.start().catch((error) => log.error(`The language server: ${error}`));
    };
    this.disposables = [
      vscode.workspace.onDidOpenTextDocument(consider),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.restart()),
    ];
    vscode.workspace.textDocuments.forEach(consider);
  }

  /** Every problem of a spec or a cell, and its plan where there is no error. */
  async check(uri: string, signal?: AbortSignal): Promise<CheckedSpec> {
    const client = await this.start();
    const cancellation = new vscode.CancellationTokenSource();
    const abort = () => cancellation.cancel();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await client.sendRequest(planRequest, { uri }, cancellation.token);
    } finally {
      signal?.removeEventListener('abort', abort);
      cancellation.dispose();
    }
  }

  /** What the declarations of a notebook are now. */
  async steps(notebook: string): Promise<readonly StepState[]> {
    const client = await this.start();
    return client.sendRequest(stepsRequest, { uri: notebook });
  }

  /** The page about a code of a diagnostic, as Markdown. */
  async codePage(code: string): Promise<string | null> {
    const client = await this.start();
    return client.sendRequest(codePageRequest, { code });
  }

  /** What an open spec or notebook declares. */
  async overview(uri: string): Promise<readonly DeclarationView[]> {
    const client = await this.start();
    return client.sendRequest(overviewRequest, { uri });
  }

  /** The graph at a cursor, as its text now draws it. */
  async graphAt(parameters: GraphAtParameters): Promise<GraphAtAnswer> {
    const client = await this.start();
    return client.sendRequest(graphAtRequest, parameters);
  }

  /** What has to be done to a text for a change of its graph. */
  async changeGraph(parameters: ChangeGraphParameters): Promise<ChangeGraphAnswer> {
    const client = await this.start();
    return client.sendRequest(changeGraphRequest, parameters);
  }

  /** Tells the server, where one runs, what was estimated. */
  async tellRuns(runs: LastRunsParameters): Promise<void> {
    const client = await this.starting;
    await client?.sendNotification(lastRunsNotification, runs);
  }

  private start(): Promise<LanguageClient> {
    this.starting ??= this.launch().catch((error: unknown) => {
      this.starting = undefined;
      throw error;
    });
    return this.starting;
  }

  private async launch(): Promise<LanguageClient> {
    // Half of the time to load the extension would go to this package.
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node.js');
    const server = { module: this.serverModule, transport: TransportKind.ipc };
    const options: ServerOptions = {
      workspaceTrusted: vscode.workspace.isTrusted,
      memoryLimitMb: readSettings().memoryLimitMb,
    };
    const clientOptions: LanguageClientOptions = {
      documentSelector,
      initializationOptions: options,
      outputChannel: this.log,
    };
    const client = new LanguageClient('causal', 'Causal Spec', server, clientOptions);
    await client.start();
    for (const runs of this.lastRuns()) await client.sendNotification(lastRunsNotification, runs);
    return client;
  }

  /** In a workspace just trusted the server may read data: it must be told anew. */
  private async restart(): Promise<void> {
    if (!this.starting) return;
    await this.stop();
    await this.start();
  }

  private async stop(): Promise<void> {
    const client = await this.starting?.catch(() => undefined);
    this.starting = undefined;
    await client?.dispose();
  }

  dispose(): Promise<void> {
    vscode.Disposable.from(...this.disposables).dispose();
    return this.stop();
  }
}
