import type { Module } from 'langium';
import type {
  LangiumSharedServices,
  PartialLangiumServices,
  PartialLangiumSharedServices,
} from 'langium/lsp';
import { type CausalContext, type CausalServices, createCausalServices } from '../language/module.js';
import { CausesHierarchy } from './causes-hierarchy.js';
import { SpecCodeActions } from './code-actions.js';
import { SpecCodeLenses } from './code-lens.js';
import { SpecCompletion } from './completion.js';
import type { SummarySource } from './data-files.js';
import { SpecDocumentLinks } from './document-links.js';
import { SpecFolding } from './folding.js';
import { SpecFormatter } from './formatting.js';
import { SpecHover } from './hover.js';
import { SpecInlayHints } from './inlay-hints.js';
import { CausalLanguageServer } from './language-server.js';
import { NotebookSync } from './notebook-sync.js';
import { Occurrences } from './occurrences.js';
import { DeclarationIndex, OpenFilesOnly, OpenFilesUpdater } from './open-files.js';
import { SpecReferences } from './references.js';
import { SpecRename } from './rename.js';
import { SpecTokens } from './semantic-tokens.js';
import { SpecSignatureHelp } from './signature-help.js';
import { SpecSymbols } from './symbols.js';

/** What the server needs beyond what the language needs. */
export interface ServerContext extends Omit<CausalContext, 'cells' | 'module' | 'sharedModule'> {
  /** Where hover learns what columns hold; nowhere by default. */
  readonly summaries?: SummarySource;
}

export interface ServerServices {
  readonly shared: LangiumSharedServices;
  readonly Causal: CausalServices;
  readonly notebooks: NotebookSync;
  readonly occurrences: Occurrences;
  readonly updater: OpenFilesUpdater;
}

/** The services of the language with every feature of the language server. */
export function createServerServices(context: ServerContext): ServerServices {
  const notebooks = new NotebookSync(() => services.shared.workspace.TextDocuments);
  const services = createCausalServices({
    ...context,
    cells: () => notebooks,
    module: features(notebooks, context.summaries ?? noSummaries),
    sharedModule: sharedFeatures(notebooks),
  });
  const updater = services.shared.lsp.DocumentUpdateHandler as OpenFilesUpdater;
  const occurrences = new Occurrences(services.shared, notebooks);
  return { ...services, notebooks, occurrences, updater };
}

const noSummaries: SummarySource = { summaries: async () => undefined };

/** One line per feature of the editor. */
function features(
  notebooks: NotebookSync,
  summaries: SummarySource,
): Module<CausalServices, PartialLangiumServices> {
  const references = (services: CausalServices) =>
    new SpecReferences(new Occurrences(services.shared, notebooks));
  return {
    lsp: {
      CallHierarchyProvider: (services) => new CausesHierarchy(services.shared),
      CodeActionProvider: () => new SpecCodeActions(),
      CodeLensProvider: () => new SpecCodeLenses(),
      CompletionProvider: (services) => new SpecCompletion(services),
      DefinitionProvider: references,
      DocumentHighlightProvider: references,
      DocumentLinkProvider: () => new SpecDocumentLinks(),
      DocumentSymbolProvider: () => new SpecSymbols(),
      FoldingRangeProvider: (services) => new SpecFolding(services),
      Formatter: () => new SpecFormatter(),
      HoverProvider: () => new SpecHover(summaries),
      InlayHintProvider: () => new SpecInlayHints(),
      ReferencesProvider: references,
      RenameProvider: (services) => new SpecRename(new Occurrences(services.shared, notebooks)),
      SemanticTokenProvider: (services) => new SpecTokens(services),
      SignatureHelp: (services) => new SpecSignatureHelp(services.parser.Lexer),
    },
  };
}

function sharedFeatures(
  notebooks: NotebookSync,
): Module<LangiumSharedServices, PartialLangiumSharedServices> {
  return {
    lsp: {
      LanguageServer: (shared) => new CausalLanguageServer(shared),
      DocumentUpdateHandler: (shared) => new OpenFilesUpdater(shared, notebooks),
    },
    workspace: {
      IndexManager: (shared) => new DeclarationIndex(shared),
      WorkspaceManager: (shared) => new OpenFilesOnly(shared),
    },
  };
}
