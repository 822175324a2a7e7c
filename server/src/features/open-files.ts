import { DefaultWorkspaceManager, URI } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import type {
  DidChangeWatchedFilesParams,
  FileSystemWatcher,
  TextDocumentChangeEvent,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { NotebookSync } from './notebook-sync.js';

/** Looks through no folder at start: a spec sees only itself, so only open documents need to be known. */
export class OpenFilesOnly extends DefaultWorkspaceManager {
  protected override async traverseFolder(): Promise<void> {}
}

/**
 * Decides what is built when. Documents live from opening to closing; cells are built by {@link NotebookSync}; a data file
 * that changes on disk has every open document checked again.
 */
export class OpenFilesUpdater extends DefaultDocumentUpdateHandler {
  constructor(
    private readonly services: LangiumSharedServices,
    private readonly notebooks: NotebookSync,
  ) {
    super(services);
  }

  /** Builds documents again and forgets deleted ones with their diagnostics. */
  rebuild(changed: readonly URI[], deleted: readonly URI[]): void {
    this.fireDocumentUpdate([...changed], [...deleted]);
  }

  override didChangeContent(change: TextDocumentChangeEvent<TextDocument>): void {
    if (!this.notebooks.owns(change.document.uri)) super.didChangeContent(change);
  }

  didCloseDocument(change: TextDocumentChangeEvent<TextDocument>): void {
    if (!this.notebooks.owns(change.document.uri)) this.rebuild([], [URI.parse(change.document.uri)]);
  }

  override didChangeWatchedFiles(params: DidChangeWatchedFilesParams): void {
    this.onWatchedFilesChangeEmitter.fire(params);
    const open = this.services.workspace.TextDocuments.keys().map((uri) => URI.parse(uri));
    const known = open.filter((uri) => this.services.workspace.LangiumDocuments.hasDocument(uri));
    this.rebuild(known, []);
  }

  protected override getWatchers(): FileSystemWatcher[] {
    return [{ globPattern: '**/*.{csv,tsv,parquet,json,jsonl,ndjson}' }];
  }
}
