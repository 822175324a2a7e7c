import { DefaultIndexManager, DefaultWorkspaceManager, DocumentState, URI } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import {
  CancellationToken,
  type DidChangeWatchedFilesParams,
  type FileSystemWatcher,
  type TextDocumentChangeEvent,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CausalDocumentBuilder } from '../language/document-builder.js';
import { dataFilesPattern } from '../protocol.js';
import type { NotebookSync } from './notebook-sync.js';

/**
 * The editor asks for completion some 10 ms after a keystroke. Parsing cannot be interrupted: where it takes long, since the
 * change or an error reaches far, it starts after that question has been answered.
 */
const pauseMs = 20;
const longMs = 10;

/** Looks through no folder at start: a spec sees only itself, so only open documents need to be known. */
export class OpenFilesOnly extends DefaultWorkspaceManager {
  protected override async traverseFolder(): Promise<void> {}
}

/** Keeps declarations for the search for symbols, but no references: who sees whom is decided by the order of cells. */
export class DeclarationIndex extends DefaultIndexManager {
  override async updateReferences(): Promise<void> {}
}

/**
 * Decides what is built when. Documents live from opening to closing; cells are built by {@link NotebookSync}; a data file
 * that changes on disk has every open document checked again.
 */
export class OpenFilesUpdater extends DefaultDocumentUpdateHandler {
  private pause: NodeJS.Timeout | undefined;
  private started = 0;
  /** What the last parsing took, from which the next one will differ little. */
  private parsingMs = 0;

  constructor(
    private readonly services: LangiumSharedServices,
    private readonly notebooks: NotebookSync,
  ) {
    super(services);
    this.documentBuilder.onBuildPhase(DocumentState.Parsed, (built) => {
      if (built.length > 0) this.parsingMs = performance.now() - this.started;
    });
  }

  /**
   * What changed loses its state before anybody is answered, so that whoever asks waits for the new one; the build itself begins when the message
   * that follows has been heard, or where it is long when typing pauses. Typing on stops a build that is under way.
   */
  protected override fireDocumentUpdate(changed: URI[], deleted: URI[]): void {
    const invalidated = this.workspaceManager.ready
      .then(() =>
        this.workspaceLock.write(() =>
          this.documentBuilder.update(changed, deleted, CancellationToken.Cancelled),
        ),
      )
      .catch((fault) => this.services.lsp.Connection?.console.error(String(fault)));
    (this.documentBuilder as CausalDocumentBuilder).expect(invalidated);
    clearTimeout(this.pause);
    this.pause = setTimeout(
      () => {
        this.started = performance.now();
        super.fireDocumentUpdate([], []);
      },
      this.parsingMs > longMs ? pauseMs : 0,
    );
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
    return [{ globPattern: dataFilesPattern }];
  }
}
