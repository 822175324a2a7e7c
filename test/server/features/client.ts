import { PassThrough } from 'node:stream';
import { EmptyFileSystem } from 'langium';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  DidChangeNotebookDocumentNotification,
  DidOpenNotebookDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type NotebookDocumentChangeEvent,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node.js';
import { startServer } from '../../../server/src/features/start.js';
import { languageId } from '../../../server/src/protocol.js';

/** A client connected to a real server over streams, which keeps the last diagnostics of every document. */
export async function connect(
  options: object = {},
  folder?: string,
  locale?: string,
  capabilities: ClientCapabilities = {},
) {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(up),
    new StreamMessageWriter(down),
  );
  startServer(server, EmptyFileSystem.fileSystemProvider);
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const diagnostics = new Map<string, Diagnostic[]>();
  client.onNotification(PublishDiagnosticsNotification.type, (told) => {
    diagnostics.set(told.uri, told.diagnostics);
  });
  client.listen();
  const initialized = await client.sendRequest(InitializeRequest.type, {
    processId: null,
    locale,
    rootUri: null,
    capabilities,
    workspaceFolders: folder === undefined ? null : [{ uri: `file://${folder}`, name: 'shop' }],
    initializationOptions: options,
  });
  await client.sendNotification(InitializedNotification.type, {});
  return { client, initialized, diagnostics, close: () => client.dispose() };
}

export type Client = Awaited<ReturnType<typeof connect>>;

export const cellUri = (notebook: string, name: string) => `vscode-notebook-cell:/shop/${notebook}#${name}`;

const textOf = (uri: string, text: string) => ({ uri, languageId, version: 1, text });

/** A notebook as the client's editor holds it, which tells the server of every change. */
export function notebookOf({ client }: Client, name: string) {
  const uri = `file:///shop/${name}`;
  let version = 1;
  const changed = (cells: NotebookDocumentChangeEvent['cells']) =>
    client.sendNotification(DidChangeNotebookDocumentNotification.type, {
      notebookDocument: { uri, version: ++version },
      change: { cells },
    });
  const cell = (id: string) => ({ kind: 2 as const, document: cellUri(name, id) });
  return {
    open: (cells: Record<string, string>) =>
      client.sendNotification(DidOpenNotebookDocumentNotification.type, {
        notebookDocument: {
          uri,
          notebookType: 'causal-notebook',
          version,
          cells: Object.keys(cells).map(cell),
        },
        cellTextDocuments: Object.entries(cells).map(([id, text]) => textOf(cellUri(name, id), text)),
      }),
    /** Moves cells: their texts stay open, so nothing but the new order is told. */
    reorder: (start: number, ids: string[]) =>
      changed({ structure: { array: { start, deleteCount: ids.length, cells: ids.map(cell) } } }),
    paste: (start: number, id: string, text: string) =>
      changed({
        structure: {
          array: { start, deleteCount: 0, cells: [cell(id)] },
          didOpen: [textOf(cellUri(name, id), text)],
        },
      }),
    remove: (start: number, id: string) =>
      changed({
        structure: { array: { start, deleteCount: 1 }, didClose: [{ uri: cellUri(name, id) }] },
      }),
    type: (id: string, text: string) =>
      changed({
        textContent: [{ document: { uri: cellUri(name, id), version: version + 1 }, changes: [{ text }] }],
      }),
  };
}
