import {
  DefaultLinker,
  DefaultReferenceDescriptionProvider,
  type LangiumDocument,
  type ReferenceDescription,
} from 'langium';
import { contentsOf } from './walk.js';

/** Links every reference of a spec, found in the pass that all phases share. */
export class CausalLinker extends DefaultLinker {
  override async link(document: LangiumDocument): Promise<void> {
    for (const reference of contentsOf(document.parseResult.value).references)
      this.doLink(reference, document);
  }
}

/** Describes every reference of a spec for the index, likewise. */
export class CausalReferenceDescriptions extends DefaultReferenceDescriptionProvider {
  override async createDescriptions(document: LangiumDocument): Promise<ReferenceDescription[]> {
    return contentsOf(document.parseResult.value).references.flatMap((reference) =>
      reference.reference.error ? [] : this.createInfoDescriptions(reference),
    );
  }
}
