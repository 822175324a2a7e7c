import type { LangiumServices } from 'langium/lsp';
import type { CellOrder } from './notebook-order.js';
import type { SchemaSource } from './schemas.js';

/** What the language adds to Langium's services. */
export interface CausalAddedServices {
  readonly language: {
    readonly Cells: CellOrder;
    readonly Schemas: SchemaSource;
  };
}

export type CausalServices = LangiumServices & CausalAddedServices;
