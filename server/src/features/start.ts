import type { FileSystemProvider, LangiumSharedCoreServices } from 'langium';
import { URI } from 'langium';
import { startLanguageServer } from 'langium/lsp';
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { defaultServerOptions, type ServerOptions } from '../protocol.js';
import { DataFiles } from './data-files.js';
import { createServerServices, type ServerServices } from './module.js';

/**
 * Runs the language server on a connection. Options come with the initialize request; until then nothing is read.
 *
 * @param fileSystemProvider how spec files that are not open are read
 */
export function startServer(
  connection: Connection,
  fileSystemProvider: (services: LangiumSharedCoreServices) => FileSystemProvider,
): ServerServices {
  const dataFiles = new DataFiles((fault) => connection.console.error(`Reading data failed: ${fault}`));
  const services = createServerServices({
    connection,
    fileSystemProvider,
    schemas: dataFiles,
    summaries: dataFiles,
  });
  services.shared.lsp.LanguageServer.onInitialize((params) =>
    dataFiles.configure(optionsOf(params), foldersOf(params)),
  );
  services.notebooks.listen(connection, (changed, deleted) => services.updater.rebuild(changed, deleted));
  startLanguageServer(services.shared);
  return services;
}

/** What the client asks for, each option checked: the careful value where it says nothing or nonsense. */
function optionsOf(params: InitializeParams): ServerOptions {
  const given = (params.initializationOptions ?? {}) as Partial<Record<keyof ServerOptions, unknown>>;
  const { memoryLimitMb } = given;
  return {
    workspaceTrusted: given.workspaceTrusted === true,
    memoryLimitMb:
      typeof memoryLimitMb === 'number' && memoryLimitMb >= 64
        ? memoryLimitMb
        : defaultServerOptions.memoryLimitMb,
  };
}

function foldersOf(params: InitializeParams): string[] {
  const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
  return folders
    .map((uri) => URI.parse(uri))
    .filter((uri) => uri.scheme === 'file')
    .map((uri) => uri.fsPath);
}
