/**
 * Entry of the kernel process. Started with `fork` by a client, speaks the protocol over the IPC channel, and ends when that
 * channel closes, so that none is ever orphaned. What anything prints goes to the pipes the client logs.
 */
import { fileURLToPath } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';
import { openEngine } from '../data/open.js';
import { columnSummaries } from '../data/schema.js';
import { programVersion } from '../version.js';
import { ComputeWorker } from './compute-worker.js';
import { examine } from './doctor.js';
import * as protocol from './protocol.js';

interface Session {
  readonly hello: protocol.HelloParameters;
  readonly compute: ComputeWorker;
  /** Id of the run that is on. */
  running?: string;
}

if (process.send === undefined) {
  process.stderr.write('This is the kernel of Causal Spec: it is started by the editor or by `causal`.\n');
  process.exit(2);
}

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
let session: Session | undefined;

function greeted(): Session {
  if (!session) throw new Error('The first message must be kernel/hello.');
  return session;
}

connection.onRequest(protocol.hello, (hello) => {
  session = { hello, compute: new ComputeWorker(new URL('./kernel-worker.mjs', import.meta.url), hello) };
  return { protocolVersion: protocol.protocolVersion, kernelVersion: programVersion, pid: process.pid };
});

connection.onRequest(protocol.run, async (parameters): Promise<protocol.Outcome> => {
  const current = greeted();
  const { run } = parameters;
  if (current.running !== undefined) return { status: 'failed', message: 'Another run is still on.' };
  current.running = run;
  try {
    return await current.compute.run(parameters, {
      progress: (fraction, message) =>
        void connection.sendNotification(protocol.progress, { run, fraction, message }),
      result: ({ result, reused, place }) =>
        void connection.sendNotification(protocol.result, { run, result, reused, place }),
      encoder: ({ name, device, why }) =>
        void connection.sendNotification(protocol.encoder, { name, device, why }),
    });
  } finally {
    current.running = undefined;
  }
});

connection.onNotification(protocol.interrupt, ({ run }) => {
  if (session?.running === run) session.compute.interrupt();
});

connection.onRequest(protocol.doctor, () =>
  examine(greeted().hello, fileURLToPath(new URL('./encoder.mjs', import.meta.url))),
);

connection.onRequest(protocol.summarize, async ({ path }) => {
  const { workspace, memoryLimitMb } = greeted().hello;
  return columnSummaries(await openEngine({ workspace, memoryLimitMb: memoryLimitMb / 4, threads: 1 }), path);
});

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(143));
// Ctrl-C in a terminal reaches the whole process group; the client decides what it means.
process.on('SIGINT', () => undefined);

connection.listen();
