import {
  DefaultLinker,
  DefaultReferenceDescriptionProvider,
  type LangiumDocument,
  type ReferenceDescription,
} from 'langium';
import { CancellationToken } from 'vscode-languageserver';
import { prepareContext } from './context.js';
import type { CausalServices } from './services.js';
import { referencesOf } from './walk.js';

/**
 * Links every reference of a spec, found in the pass that all phases share, and fetches the schemas of the data files it names,
 * so that every rule is a plain function. A spec is linked once it has both: a build that is stopped in between starts here.
 */
export class CausalLinker extends DefaultLinker {
  constructor(private readonly services: CausalServices) {
    super(services);
  }

  override async link(document: LangiumDocument, token = CancellationToken.None): Promise<void> {
    for (const reference of referencesOf(document.parseResult.value)) this.doLink(reference, document);
    const { Cells, Schemas: schemas, LastRuns: lastRuns } = this.services.language;
    const above = Cells.cellsBefore(document.uri);
    const cells = above?.flatMap((uri) => this.langiumDocuments().getDocument(uri) ?? []);
    await prepareContext(document, cells, { schemas, lastRuns }, token);
  }
}

/** Describes every reference of a spec for the index, likewise. */
export class CausalReferenceDescriptions extends DefaultReferenceDescriptionProvider {
  override async createDescriptions(document: LangiumDocument): Promise<ReferenceDescription[]> {
    return referencesOf(document.parseResult.value).flatMap((reference) =>
      reference.reference.error ? [] : this.createInfoDescriptions(reference),
    );
  }
}
