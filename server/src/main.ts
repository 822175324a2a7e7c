/** The language server as a process of its own: over IPC or stdio, as its arguments say. */
import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import { startServer } from './features/start.js';

const connection = createConnection(ProposedFeatures.all);

// A fault in one request or one timer must not take the editor's other answers with it; without an editor there are none.
process.on('uncaughtException', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE' || fault.code === 'ERR_IPC_CHANNEL_CLOSED') process.exit(1);
  connection.console.error(String(fault.stack ?? fault));
});
process.on('unhandledRejection', (fault) => connection.console.error(String(fault)));

startServer(connection, NodeFileSystem.fileSystemProvider);
