import { inject, type Module } from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type DefaultSharedModuleContext,
  type LangiumServices,
  type LangiumSharedServices,
  type PartialLangiumServices,
  type PartialLangiumSharedServices,
} from 'langium/lsp';
import { CausalGeneratedModule, CausalGeneratedSharedModule } from './generated/module.js';
import { GuardedLexer } from './lexer.js';
import { type CellOrder, noNotebooks } from './notebook-order.js';
import type { SchemaSource } from './schemas.js';
import { CausalTokenBuilder } from './token-builder.js';
import { CausalValueConverter } from './value-converter.js';

/** What the language adds to Langium's services. */
export interface CausalAddedServices {
  readonly language: {
    readonly Cells: CellOrder;
    readonly Schemas: SchemaSource;
  };
}

export type CausalServices = LangiumServices & CausalAddedServices;

/** What a program brings along. */
export interface CausalContext extends DefaultSharedModuleContext {
  readonly schemas: SchemaSource;
  /** How notebooks are ordered; by default there are none. */
  readonly cells?: (shared: LangiumSharedServices) => CellOrder;
  /** Replace or add services: the language server's features. */
  readonly module?: Module<CausalServices, PartialLangiumServices>;
  readonly sharedModule?: Module<LangiumSharedServices, PartialLangiumSharedServices>;
}

/** All services of the language, wired. */
export function createCausalServices(context: CausalContext): {
  shared: LangiumSharedServices;
  Causal: CausalServices;
} {
  const shared = inject(
    createDefaultSharedModule(context),
    CausalGeneratedSharedModule,
    context.sharedModule ?? {},
  );
  const causalModule: Module<CausalServices, PartialLangiumServices & CausalAddedServices> = {
    parser: {
      TokenBuilder: () => new CausalTokenBuilder(),
      Lexer: (services) => new GuardedLexer(services),
      ValueConverter: () => new CausalValueConverter(),
    },
    language: {
      Cells: () => context.cells?.(shared) ?? noNotebooks,
      Schemas: () => context.schemas,
    },
  };
  const Causal = inject(
    createDefaultModule({ shared }),
    CausalGeneratedModule,
    causalModule,
    context.module ?? {},
  );
  shared.ServiceRegistry.register(Causal);
  return { shared, Causal };
}
