import {
  type AstNodeDescription,
  AstUtils,
  DefaultScopeProvider,
  type ReferenceInfo,
  type Scope,
} from 'langium';
import type { LangiumServices } from 'langium/lsp';
import type { Spec } from './generated/ast.js';
import type { CellOrder } from './notebook-order.js';
import type { CausalServices } from './services.js';

/**
 * What a reference can name: the declarations of its own document, in any order, and those of the cells above. Langium
 * would offer the whole workspace, so that a spec would silently mean another file's data.
 */
export class CausalScopeProvider extends DefaultScopeProvider {
  private readonly cells: CellOrder;
  private readonly documents: LangiumServices['shared']['workspace']['LangiumDocuments'];

  constructor(services: CausalServices) {
    super(services);
    this.cells = services.language.Cells;
    this.documents = services.shared.workspace.LangiumDocuments;
  }

  override getScope(context: ReferenceInfo): Scope {
    const type = this.reflection.getReferenceType(context);
    const own = AstUtils.getDocument(context.container);
    const above = this.cells.cellsBefore(own.uri) ?? [];
    const roots = [
      own.parseResult.value,
      ...above.toReversed().flatMap((uri) => this.documents.getDocument(uri)?.parseResult.value ?? []),
    ] as Spec[];
    return this.createScope(roots.flatMap((root) => this.describe(root, type)));
  }

  private describe(spec: Spec, type: string): AstNodeDescription[] {
    return (spec.declarations ?? [])
      .filter((declaration) => declaration.name && this.reflection.isSubtype(declaration.$type, type))
      .map((declaration) => this.descriptions.createDescription(declaration, declaration.name));
  }
}
