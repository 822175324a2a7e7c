import {
  DocumentState,
  type FileSystemProvider,
  type LangiumSharedCoreServices,
  setInterruptionPeriod,
  URI,
} from 'langium';
import { createServerRequestHandler, type ServiceRequirements, startLanguageServer } from 'langium/lsp';
import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWorkspaceFoldersNotification,
  type InitializeParams,
  InlayHintRefreshRequest,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import {
  changeGraphRequest,
  codePageRequest,
  defaultServerOptions,
  graphAtRequest,
  lastRunsNotification,
  overviewRequest,
  planRequest,
  type ServerOptions,
  stepsRequest,
} from '../protocol.js';
import { codePage } from '../validation/reference.js';
import { speakLocale } from '../words/speak.js';
import { DataFiles } from './data-files.js';
import { changeGraphRequested, graphAt } from './graph-requests.js';
import { KeptRuns } from './last-runs.js';
import { LaterAnswers } from './later-answers.js';
import { linkedEditing } from './linked-editing.js';
import { createServerServices, type ServerServices } from './module.js';
import { overviewOf } from './overview.js';
import { planOf } from './plan-request.js';
import { selectionRanges } from './selection-ranges.js';
import { stepStates } from './step-states.js';
import { WorkspaceFolders } from './workspace-folders.js';

/** How far a spec must be built before a feature answers: completion never waits, what tells the plan waits longest. */
const whenReady: Partial<ServiceRequirements> = {
  CompletionProvider: DocumentState.Changed,
  DefinitionProvider: DocumentState.IndexedReferences,
  SemanticTokenProvider: DocumentState.IndexedReferences,
  HoverProvider: DocumentState.Validated,
  InlayHintProvider: DocumentState.Validated,
  SignatureHelp: DocumentState.Changed,
};

/** Every how many milliseconds a build lets a question pass. */
const turnMs = 5;

/**
 * Runs the language server on a connection. Options come with the initialize request; until then nothing is read.
 *
 * @param fileSystemProvider how spec files that are not open are read
 */
export function startServer(
  connection: Connection,
  fileSystemProvider: (services: LangiumSharedCoreServices) => FileSystemProvider,
): ServerServices {
  const report = (fault: unknown) => connection.console.error(`Reading data failed: ${fault}`);
  const dataFiles = new DataFiles(report);
  const rebuild = (...documents: URI[]) => {
    const { LangiumDocuments } = services.shared.workspace;
    services.updater.rebuild(
      documents.filter((document) => LangiumDocuments.hasDocument(document)),
      [],
    );
  };
  const previews = new LaterAnswers(dataFiles, rebuild, report);
  let refresh = () => {};
  const lastRuns = new KeptRuns(dataFiles, (document) => {
    rebuild(document);
    refresh();
  });
  const services = createServerServices({
    connection,
    fileSystemProvider,
    schemas: dataFiles,
    previews,
    lastRuns,
    summaries: dataFiles,
  });
  services.shared.lsp.LanguageServer.onInitialize((params) => {
    speakLocale(params.locale);
    const folders = new WorkspaceFolders(pathsOf(params.workspaceFolders ?? []));
    dataFiles.configure(optionsOf(params), folders);
    connection.onRequest(planRequest, ({ uri }) => planOf(URI.parse(uri), services, folders, previews));
    connection.onRequest(codePageRequest, ({ code }) => codePage(code) ?? null);
    connection.onRequest(stepsRequest, ({ uri }) => stepStates(URI.parse(uri), services, dataFiles));
    connection.onRequest(graphAtRequest, (params) => graphAt(params, services));
    connection.onRequest(changeGraphRequest, (params) => changeGraphRequested(params, services));
    connection.onRequest(overviewRequest, ({ uri }) => overviewOf(URI.parse(uri), services, dataFiles));
    refresh = refresher(connection, params);
    services.updater.onWatchedFilesChange(() => {
      lastRuns.lookAgain();
      // What a lens and a hint say of a last run may change with the bytes of its data file.
      refresh();
    });
    connection.onNotification(lastRunsNotification, ({ uri, runs }) => {
      const document = URI.parse(uri);
      lastRuns.record(document, runs);
      rebuild(...(services.notebooks.cellsOf(document) ?? [document]));
      refresh();
    });
    connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) =>
      folders.change(pathsOf(event.added), pathsOf(event.removed)),
    );
  });
  services.notebooks.listen(connection, (changed, deleted) => services.updater.rebuild(changed, deleted));
  setInterruptionPeriod(turnMs);
  startLanguageServer(services.shared, whenReady);
  answerSelections(connection, services);
  return services;
}

/** Has the editor ask again for what it asks for at changes of the text alone, as far as it can be told to. */
function refresher(connection: Connection, { capabilities: { workspace } }: InitializeParams): () => void {
  const types = [
    ...(workspace?.codeLens?.refreshSupport ? [CodeLensRefreshRequest.type] : []),
    ...(workspace?.inlayHint?.refreshSupport ? [InlayHintRefreshRequest.type] : []),
  ];
  return () => {
    for (const type of types) connection.sendRequest(type).catch(() => undefined);
  };
}

/** What of the protocol Langium has no provider for. */
function answerSelections(connection: Connection, { shared, occurrences }: ServerServices): void {
  connection.onSelectionRanges(
    createServerRequestHandler(
      (_, document, { positions }) => selectionRanges(document, positions),
      shared,
      DocumentState.Parsed,
    ),
  );
  connection.languages.onLinkedEditingRange(
    createServerRequestHandler(
      (_, document, { position }) => linkedEditing(document, position, occurrences) ?? null,
      shared,
      DocumentState.IndexedReferences,
    ),
  );
}

/** What the client asks for, each option checked: the careful value where it says nothing or nonsense. */
function optionsOf(params: InitializeParams): ServerOptions {
  const given = (params.initializationOptions ?? {}) as Partial<Record<keyof ServerOptions, unknown>>;
  const { memoryLimitMb } = given;
  return {
    workspaceTrusted: given.workspaceTrusted === true,
    memoryLimitMb:
      typeof memoryLimitMb === 'number' && memoryLimitMb >= 64
        ? memoryLimitMb
        : defaultServerOptions.memoryLimitMb,
  };
}

function pathsOf(folders: readonly WorkspaceFolder[]): string[] {
  return folders
    .map((folder) => URI.parse(folder.uri))
    .filter((uri) => uri.scheme === 'file')
    .map((uri) => uri.fsPath);
}
