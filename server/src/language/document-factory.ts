import { type AstNode, DefaultLangiumDocumentFactory, type ParseResult, type URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { CancellationToken } from 'vscode-languageserver';
import { keepContext } from './context.js';
import { isSpec } from './generated/ast.js';
import { reparse } from './reparse.js';
import type { CausalServices } from './services.js';

/** Reads of a document that is edited only what the edit touches. */
export class CausalDocumentFactory extends DefaultLangiumDocumentFactory {
  constructor(
    private readonly shared: LangiumSharedServices,
    private readonly causal: () => CausalServices,
  ) {
    super(shared);
  }

  /**
   * References are unlinked first: one that was asked for since the last build would go on naming a declaration that is no more.
   * Until the new spec is linked, what stays of the old one is seen as before.
   */
  protected override async parseAsync<T extends AstNode>(
    uri: URI,
    text: string,
    token: CancellationToken,
  ): Promise<ParseResult<T>> {
    const document = this.shared.workspace.LangiumDocuments.getDocument(uri);
    const before = document?.parseResult.value;
    if (!document || !isSpec(before) || !before.$cstNode) return super.parseAsync(uri, text, token);
    const { parser, references } = this.causal();
    references.Linker.unlink(document);
    const result = reparse({ ...document.parseResult, value: before }, text, parser);
    keepContext(before, result.value);
    return result as ParseResult<AstNode> as ParseResult<T>;
  }
}
