import { DefaultDocumentBuilder, DocumentState, type LangiumDocument } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { prepareContext, sawDocument } from './context.js';
import type { CausalAddedServices } from './services.js';

/**
 * Builds specs in the order of what they see: a change is felt by the cells below and by nothing else. Before validation
 * the schemas of the data files are fetched, so that every rule is a plain function.
 */
export class CausalDocumentBuilder extends DefaultDocumentBuilder {
  constructor(
    shared: LangiumSharedServices,
    private readonly language: () => CausalAddedServices['language'],
  ) {
    super(shared);
    this.onDocumentPhase(DocumentState.Linked, (document, token) =>
      prepareContext(document, this.documentsAbove(document), this.language().Schemas, token),
    );
  }

  /** Documents a cell sees, top first; undefined for a document that is no cell. */
  private documentsAbove(document: LangiumDocument): LangiumDocument[] | undefined {
    const above = this.language().Cells.cellsBefore(document.uri);
    return above?.flatMap((uri) => this.langiumDocuments.getDocument(uri) ?? []);
  }

  protected override shouldRelink(document: LangiumDocument, changed: Set<string>): boolean {
    const above = this.language().Cells.cellsBefore(document.uri);
    if (!above) return false;
    return above.some((uri) => changed.has(uri.toString())) || sawDocument(document, changed);
  }
}
