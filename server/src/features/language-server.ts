import { DefaultLanguageServer } from 'langium/lsp';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import { notebookSyncOptions } from './notebook-sync.js';

/** Langium's server, which by itself says nothing of notebooks, and has no provider for what a selection grows to or what changes together. */
export class CausalLanguageServer extends DefaultLanguageServer {
  protected override buildInitializeResult(params: InitializeParams): InitializeResult {
    const result = super.buildInitializeResult(params);
    return {
      ...result,
      capabilities: {
        ...result.capabilities,
        notebookDocumentSync: notebookSyncOptions,
        selectionRangeProvider: true,
        linkedEditingRangeProvider: true,
      },
      serverInfo: { name: 'Causal Spec' },
    };
  }
}
