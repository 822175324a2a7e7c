import { DefaultServiceRegistry, type LangiumCoreServices } from 'langium';
import { DefaultLanguageServer } from 'langium/lsp';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import { notebookSyncOptions } from './notebook-sync.js';

/** Langium's server, which by itself says nothing of notebooks. */
export class CausalLanguageServer extends DefaultLanguageServer {
  protected override buildInitializeResult(params: InitializeParams): InitializeResult {
    const result = super.buildInitializeResult(params);
    return {
      ...result,
      capabilities: { ...result.capabilities, notebookDocumentSync: notebookSyncOptions },
      serverInfo: { name: 'Causal Spec' },
    };
  }
}

/** Every document is a spec: a cell's URI ends as its notebook does, and tells nothing of the language. */
export class OneLanguage extends DefaultServiceRegistry {
  override getServices(): LangiumCoreServices {
    const [only] = this.all;
    if (!only) throw new Error('The language is not registered yet.');
    return only;
  }
}
