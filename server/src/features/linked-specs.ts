import { DocumentState, type LangiumDocument } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { Spec } from '../language/generated/ast.js';

/**
 * The last state of each open spec in which every name was linked and every schema known. While a keystroke is still being
 * parsed, completion answers from here: which names there are has rarely changed since.
 */
export class LinkedSpecs {
  private readonly specs = new Map<string, Spec>();

  constructor(private readonly shared: LangiumSharedServices) {
    const { DocumentBuilder } = shared.workspace;
    DocumentBuilder.onDocumentPhase(DocumentState.IndexedReferences, (document) => {
      this.specs.set(document.uri.toString(), document.parseResult.value as Spec);
    });
    DocumentBuilder.onUpdate((_, deleted) => {
      for (const uri of deleted) this.specs.delete(uri.toString());
    });
  }

  /** Waits only for a spec that was never linked. */
  async of(document: LangiumDocument): Promise<Spec> {
    const known = this.specs.get(document.uri.toString());
    if (known) return known;
    await this.shared.workspace.DocumentBuilder.waitUntil(DocumentState.IndexedReferences, document.uri);
    return document.parseResult.value as Spec;
  }
}
