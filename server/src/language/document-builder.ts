import { DefaultDocumentBuilder, type LangiumDocument } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { sawDocument } from './context.js';
import type { CausalAddedServices } from './services.js';

/** Builds specs in the order of what they see: a change is felt by the cells below and by nothing else. */
export class CausalDocumentBuilder extends DefaultDocumentBuilder {
  constructor(
    shared: LangiumSharedServices,
    private readonly language: () => CausalAddedServices['language'],
  ) {
    super(shared);
  }

  protected override shouldRelink(document: LangiumDocument, changed: Set<string>): boolean {
    const above = this.language().Cells.cellsBefore(document.uri);
    if (!above) return false;
    return above.some((uri) => changed.has(uri.toString())) || sawDocument(document, changed);
  }
}
