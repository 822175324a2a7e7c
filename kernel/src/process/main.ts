/**
 * Entry of the kernel process. Started with `fork` by a client, speaks the protocol over the IPC channel, and ends when that
 * channel closes; where it was asked to linger it waits a while for a client that comes back, and then ends, so that none is ever
 * orphaned. What anything prints goes to the pipes the client logs.
 */
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node.js';
import { awaitClients, endMeeting } from './meeting.js';
import * as protocol from './protocol.js';
import { Session } from './session.js';

/** A client that comes back says its secret within this time, in milliseconds. */
const patienceMs = 5000;

if (process.send === undefined) {
  process.stderr.write('This is the kernel of Causal Spec: it is started by the editor or by `causal`.\n');
  process.exit(2);
}

let session: Session | undefined;
let waiting: NodeJS.Timeout | undefined;

const first = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
first.onRequest(protocol.hello, (hello) => {
  session = new Session(hello);
  if (hello.linger) linger(session, hello.linger);
  else process.on('disconnect', () => process.exit(0));
  return session.serve(first);
});
// Before the handshake nobody waits for anything.
process.on('disconnect', () => {
  if (!session) process.exit(0);
});
first.listen();

/** Outlives its client for a while: another one that knows the secret takes its place. */
function linger(own: Session, { waitMs, ...meeting }: NonNullable<protocol.HelloParameters['linger']>): void {
  const left = (client: MessageConnection): void => {
    if (!own.leave(client)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => process.exit(0), waitMs);
  };
  process.on('disconnect', () => left(first));
  awaitClients(meeting, (socket) => {
    const client = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
    const impatient = setTimeout(() => socket.destroy(), patienceMs);
    let known = false;
    client.onRequest(protocol.hello, async (hello) => {
      if (hello.linger?.secret !== meeting.secret) {
        socket.destroy();
        throw new Error('Another secret was agreed on.');
      }
      known = true;
      clearTimeout(impatient);
      const answer = await own.serve(client);
      clearTimeout(waiting);
      // It may have gone while the one before it was waited for.
      if (socket.destroyed) left(client);
      return answer;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(impatient);
      client.dispose();
      if (known) left(client);
    });
    client.listen();
  }).on('error', (error) => process.stderr.write(`Nobody can come back to this kernel: ${error.message}\n`));
  process.on('exit', () => endMeeting(meeting));
}

// What is printed when the client, and its ends of the pipes, are gone is for nobody.
for (const pipe of [process.stdout, process.stderr]) pipe.on('error', () => undefined);
process.on('SIGTERM', () => process.exit(143));
// Ctrl-C in a terminal reaches the whole process group; the client decides what it means.
process.on('SIGINT', () => undefined);
