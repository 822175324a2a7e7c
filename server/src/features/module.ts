import type { Module } from 'langium';
import type {
  LangiumSharedServices,
  PartialLangiumServices,
  PartialLangiumSharedServices,
} from 'langium/lsp';
import { type CausalContext, type CausalServices, createCausalServices } from '../language/module.js';
import { SpecFormatter } from './formatting.js';
import { CausalLanguageServer, OneLanguage } from './language-server.js';
import { NotebookSync } from './notebook-sync.js';
import { OpenFilesOnly, OpenFilesUpdater } from './open-files.js';

/** What the server needs beyond what the language needs. */
export type ServerContext = Omit<CausalContext, 'cells' | 'module' | 'sharedModule'>;

export interface ServerServices {
  readonly shared: LangiumSharedServices;
  readonly Causal: CausalServices;
  readonly notebooks: NotebookSync;
  readonly updater: OpenFilesUpdater;
}

/** The services of the language with every feature of the language server. */
export function createServerServices(context: ServerContext): ServerServices {
  const notebooks = new NotebookSync(() => services.shared.workspace.TextDocuments);
  const services = createCausalServices({
    ...context,
    cells: () => notebooks,
    module: features,
    sharedModule: sharedFeatures(notebooks),
  });
  const updater = services.shared.lsp.DocumentUpdateHandler as OpenFilesUpdater;
  return { ...services, notebooks, updater };
}

/** One line per feature of the editor. */
const features: Module<CausalServices, PartialLangiumServices> = {
  lsp: {
    Formatter: () => new SpecFormatter(),
  },
};

function sharedFeatures(
  notebooks: NotebookSync,
): Module<LangiumSharedServices, PartialLangiumSharedServices> {
  return {
    ServiceRegistry: (shared) => new OneLanguage(shared),
    lsp: {
      LanguageServer: (shared) => new CausalLanguageServer(shared),
      DocumentUpdateHandler: (shared) => new OpenFilesUpdater(shared, notebooks),
    },
    workspace: {
      WorkspaceManager: (shared) => new OpenFilesOnly(shared),
    },
  };
}
