import { inject, type Module } from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type DefaultSharedModuleContext,
  type LangiumSharedServices,
  type PartialLangiumServices,
  type PartialLangiumSharedServices,
} from 'langium/lsp';
import { CausalDocumentValidator } from '../validation/document-validator.js';
import { SyntaxMessages } from '../validation/syntax-messages.js';
import { CausalDocumentBuilder } from './document-builder.js';
import { CausalDocumentFactory } from './document-factory.js';
import {
  CausalGeneratedModule,
  CausalGeneratedSharedModule,
  CausalLanguageMetaData,
} from './generated/module.js';
import { type LastRunSource, noLastRuns } from './last-runs.js';
import { GuardedLexer } from './lexer.js';
import { CausalLinker, CausalReferenceDescriptions } from './linker.js';
import { type CellOrder, noNotebooks } from './notebook-order.js';
import { OneLanguage } from './one-language.js';
import { noPreviews, type PreviewSource } from './previews.js';
import type { SchemaSource } from './schemas.js';
import { CausalScopeComputation } from './scope-computation.js';
import { CausalScopeProvider } from './scope-provider.js';
import type { CausalAddedServices, CausalServices } from './services.js';
import { CausalTokenBuilder } from './token-builder.js';
import { CausalValueConverter } from './value-converter.js';

export type { CausalAddedServices, CausalServices };

/** What a program brings along. */
export interface CausalContext extends DefaultSharedModuleContext {
  readonly schemas: SchemaSource;
  /** Where it is known what rows of data files hold; nowhere by default. */
  readonly previews?: PreviewSource;
  /** What effects gave when they were last estimated; nothing by default. */
  readonly lastRuns?: LastRunSource;
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
  const sharedModule: Module<LangiumSharedServices, PartialLangiumSharedServices> = {
    ServiceRegistry: (services) => new OneLanguage(services),
    workspace: {
      DocumentBuilder: (services) => new CausalDocumentBuilder(services, () => Causal.language),
      LangiumDocumentFactory: (services) => new CausalDocumentFactory(services, () => Causal),
    },
  };
  const shared = inject(
    createDefaultSharedModule(context),
    CausalGeneratedSharedModule,
    sharedModule,
    context.sharedModule ?? {},
  );
  const causalModule: Module<CausalServices, PartialLangiumServices & CausalAddedServices> = {
    LanguageMetaData: () => ({ ...CausalLanguageMetaData, mode: 'production' }),
    workspace: {
      ReferenceDescriptionProvider: (services) => new CausalReferenceDescriptions(services),
    },
    references: {
      Linker: (services) => new CausalLinker(services),
      ScopeComputation: (services) => new CausalScopeComputation(services),
      ScopeProvider: (services) => new CausalScopeProvider(services),
    },
    validation: {
      DocumentValidator: (services) => new CausalDocumentValidator(services),
    },
    parser: {
      TokenBuilder: () => new CausalTokenBuilder(),
      Lexer: (services) => new GuardedLexer(services),
      ValueConverter: () => new CausalValueConverter(),
      ParserErrorMessageProvider: () => new SyntaxMessages(),
    },
    language: {
      Cells: () => context.cells?.(shared) ?? noNotebooks,
      Schemas: () => context.schemas,
      Previews: () => context.previews ?? noPreviews,
      LastRuns: () => context.lastRuns ?? noLastRuns,
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
