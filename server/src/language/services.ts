import type { LangiumServices } from 'langium/lsp';
import type { LastRunSource } from './last-runs.js';
import type { GuardedLexer } from './lexer.js';
import type { CellOrder } from './notebook-order.js';
import type { PreviewSource } from './previews.js';
import type { SchemaSource } from './schemas.js';

/** What the language adds to Langium's services. */
export interface CausalAddedServices {
  readonly language: {
    readonly Cells: CellOrder;
    readonly Schemas: SchemaSource;
    readonly Previews: PreviewSource;
    readonly LastRuns: LastRunSource;
  };
  readonly parser: { readonly Lexer: GuardedLexer };
}

export type CausalServices = LangiumServices & CausalAddedServices;
