import { type CstNode, GrammarUtils, type LangiumDocument } from 'langium';
import type { DefinitionProvider, DocumentHighlightProvider, ReferencesProvider } from 'langium/lsp';
import {
  type DefinitionParams,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type Location,
  LocationLink,
  type ReferenceParams,
} from 'vscode-languageserver';
import { isData } from '../language/generated/ast.js';
import { type Mention, mentionAt, type Occurrences } from './occurrences.js';

/**
 * Go to definition, find references and highlight, for declarations and for variables alike: derived columns, texts,
 * unobserved variables of a graph, and columns of a file, whose definition is the file's path.
 */
export class SpecReferences implements DefinitionProvider, ReferencesProvider, DocumentHighlightProvider {
  constructor(private readonly occurrences: Occurrences) {}

  getDefinition(document: LangiumDocument, params: DefinitionParams): LocationLink[] | undefined {
    const mention = mentionAt(document, document.textDocument.offsetAt(params.position));
    if (!mention) return undefined;
    const declared = this.occurrences
      .of(mention.subject, document)
      .filter((found) => found.mention.declares)
      .map((found) => link(mention, found.document, found.mention.cst));
    return declared.length > 0 ? declared : fileOf(mention);
  }

  findReferences(document: LangiumDocument, params: ReferenceParams): Location[] {
    const mention = mentionAt(document, document.textDocument.offsetAt(params.position));
    if (!mention) return [];
    return this.occurrences
      .of(mention.subject, document)
      .filter((found) => params.context.includeDeclaration || !found.mention.declares)
      .map((found) => ({ uri: found.document.uri.toString(), range: found.mention.cst.range }));
  }

  getDocumentHighlight(
    document: LangiumDocument,
    params: DocumentHighlightParams,
  ): DocumentHighlight[] | undefined {
    const mention = mentionAt(document, document.textDocument.offsetAt(params.position));
    if (!mention) return undefined;
    return this.occurrences
      .of(mention.subject, document)
      .filter((found) => found.document === document)
      .map((found) => ({ range: found.mention.cst.range }));
  }
}

/** Where the file of a column is named. */
function fileOf(mention: Mention): LocationLink[] | undefined {
  const data = mention.subject.kind === 'column' ? mention.subject.home : undefined;
  const document = data?.$container?.$document;
  const path = GrammarUtils.findNodeForProperty(data?.$cstNode, 'path');
  return isData(data) && document && path ? [link(mention, document, path)] : undefined;
}

function link(from: Mention, document: LangiumDocument, to: CstNode): LocationLink {
  const whole = to.container?.range ?? to.range;
  return LocationLink.create(document.uri.toString(), whole, to.range, from.cst.range);
}
