import {
  DefaultDocumentBuilder,
  DocumentState,
  interruptAndCheck,
  isOperationCancelled,
  type LangiumDocument,
  type URI,
} from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { CancellationToken } from 'vscode-languageserver';
import { sawDocument } from './context.js';
import type { CausalAddedServices } from './services.js';

/** Builds specs in the order of what they see: a change is felt by the cells below and by nothing else. */
export class CausalDocumentBuilder extends DefaultDocumentBuilder {
  private coming: Promise<void> = Promise.resolve();

  constructor(
    shared: LangiumSharedServices,
    private readonly language: () => CausalAddedServices['language'],
  ) {
    super(shared);
  }

  /** Has whoever asks for a state wait for a change first: until it is made, documents have the states of their former texts. */
  expect(change: Promise<void>): void {
    this.coming = change;
  }

  protected override async awaitDocumentState(
    state: DocumentState,
    uri: URI,
    token: CancellationToken,
  ): Promise<URI> {
    if (state > DocumentState.Changed) await this.coming;
    return super.awaitDocumentState(state, uri, token);
  }

  /**
   * Tells of every state that a document comes to. Langium tells nobody once the build is stopped, and does not come back to it: whoever waits for
   * that state would wait until the document is changed.
   */
  protected override async notifyDocumentPhase(
    document: LangiumDocument,
    state: DocumentState,
    token: CancellationToken,
  ): Promise<void> {
    for (const listener of [...this.documentPhaseListeners.get(state)]) {
      try {
        await listener(document, token);
      } catch (fault) {
        if (!isOperationCancelled(fault)) throw fault;
      }
    }
  }

  /**
   * Tells of a build of nothing, too: else whoever waits for the workspace after a document was closed would wait until one is changed. Has the
   * workspace in that state while it tells: whoever began to wait meanwhile would be told nothing.
   */
  protected override async notifyBuildPhase(
    documents: LangiumDocument[],
    state: DocumentState,
    token: CancellationToken,
  ): Promise<void> {
    this.currentState = state;
    for (const listener of [...this.buildPhaseListeners.get(state)]) {
      await interruptAndCheck(token);
      await listener(documents, token);
    }
  }

  protected override shouldRelink(document: LangiumDocument, changed: Set<string>): boolean {
    const above = this.language().Cells.cellsBefore(document.uri);
    if (!above) return false;
    return above.some((uri) => changed.has(uri.toString())) || sawDocument(document, changed);
  }
}
