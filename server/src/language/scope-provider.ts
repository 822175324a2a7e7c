import {
  type AstNodeDescription,
  AstUtils,
  DefaultScopeProvider,
  MapScope,
  type ReferenceInfo,
  type Scope,
} from 'langium';
import type { LangiumServices } from 'langium/lsp';
import type { Spec } from './generated/ast.js';
import type { CellOrder } from './notebook-order.js';
import type { CausalServices } from './services.js';

/** Scopes of one spec by the type looked for, good as long as it sees the same specs. */
interface Scopes {
  readonly seen: readonly Spec[];
  readonly byType: Map<string, Scope>;
}

/**
 * What a reference can name: the declarations of its own document, in any order, and those of the cells above. Langium
 * would offer the whole workspace, so that a spec would silently mean another file's data.
 */
export class CausalScopeProvider extends DefaultScopeProvider {
  private readonly cells: CellOrder;
  private readonly documents: LangiumServices['shared']['workspace']['LangiumDocuments'];
  private readonly scopes = new WeakMap<Spec, Scopes>();

  constructor(services: CausalServices) {
    super(services);
    this.cells = services.language.Cells;
    this.documents = services.shared.workspace.LangiumDocuments;
  }

  override getScope(context: ReferenceInfo): Scope {
    const { byType, seen } = this.scopesOf(AstUtils.findRootNode(context.container) as Spec);
    const type = this.reflection.getReferenceType(context);
    let scope = byType.get(type);
    if (!scope) {
      scope = new MapScope(seen.flatMap((spec) => this.describe(spec, type)));
      byType.set(type, scope);
    }
    return scope;
  }

  private scopesOf(spec: Spec): Scopes {
    const above = (spec.$document && this.cells.cellsBefore(spec.$document.uri)) ?? [];
    const seen = [
      ...above.flatMap((uri) => this.documents.getDocument(uri)?.parseResult.value ?? []),
      spec,
    ] as Spec[];
    const known = this.scopes.get(spec);
    if (known?.seen.length === seen.length && seen.every((one, i) => known.seen[i] === one)) return known;
    const scopes = { seen, byType: new Map<string, Scope>() };
    this.scopes.set(spec, scopes);
    return scopes;
  }

  /** Last first: of several of a name, which is an error told elsewhere, the first of the nearest spec is meant. */
  private describe(spec: Spec, type: string): AstNodeDescription[] {
    return (spec.declarations ?? [])
      .filter((declaration) => declaration.name && this.reflection.isSubtype(declaration.$type, type))
      .map((declaration) => this.descriptions.createDescription(declaration, declaration.name))
      .reverse();
  }
}
