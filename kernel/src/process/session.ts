import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type MessageConnection, ResponseError } from 'vscode-jsonrpc/node.js';
import { openEngine } from '../data/open.js';
import { columnSummaries } from '../data/schema.js';
import { programVersion } from '../version.js';
import { ComputeWorker } from './compute-worker.js';
import { examine } from './doctor.js';
import * as protocol from './protocol.js';
import { tellMemory } from './tell-memory.js';

/** A client that does not answer within this time has gone, in milliseconds. */
const answerMs = 1000;
/** A window that is being reloaded has gone within this time, in milliseconds. */
const reloadMs = 3000;
const askedEvery = 200;

/** Actions that are being carried out, for whoever asked last. */
interface Run {
  /** As the client calls it. */
  id: string;
  /** The same for the same actions of the same spec. */
  readonly content: string;
  readonly outcome: Promise<protocol.Outcome>;
  /** What it has yielded so far, for a client that comes back. */
  readonly results: protocol.ResultTold[];
  /** The client that asked for it has gone. */
  abandoned: boolean;
}

const contentOf = ({ plan, folder, actions }: protocol.RunParameters): string =>
  JSON.stringify([plan.spec, plan.specHash, plan.seed, folder, actions]);

/** What a kernel does for its client; one client at a time, and a run may see one go and another one come. */
export class Session {
  private client: MessageConnection | undefined;
  private running: Run | undefined;
  private readonly compute: ComputeWorker;

  constructor(private readonly hello: protocol.HelloParameters) {
    this.compute = new ComputeWorker(new URL('./kernel-worker.mjs', import.meta.url), hello);
  }

  /**
   * Answers this client from now on, after its handshake.
   * @throws ResponseError where another one is there, and stays: a second window with the same notebook takes no runs away from the first
   */
  async serve(client: MessageConnection): Promise<protocol.HelloAnswer> {
    for (let there = this.client; there; there = this.client) {
      if (!(await this.goes(there)))
        throw new ResponseError(protocol.inUse, 'Another window uses this kernel.');
      this.leave(there);
    }
    this.client = client;
    client.onRequest(protocol.run, (parameters) => this.run(parameters));
    client.onNotification(protocol.interrupt, ({ run }) => {
      if (this.running?.id === run) this.compute.interrupt();
    });
    client.onRequest(protocol.doctor, () =>
      examine(this.hello, fileURLToPath(new URL('./encoder.mjs', import.meta.url))),
    );
    client.onRequest(protocol.summarize, async ({ path }) => {
      const { workspace, memoryLimitMb } = this.hello;
      return columnSummaries(
        await openEngine({ workspace, memoryLimitMb: memoryLimitMb / 4, threads: 1 }),
        path,
      );
    });
    tellMemory(client);
    const { protocolVersion } = protocol;
    return { protocolVersion, kernelVersion: programVersion, pid: process.pid };
  }

  /** The client has gone: what it asked for goes on, told to nobody. False where another one has taken its place. */
  leave(client: MessageConnection): boolean {
    if (this.client !== client) return false;
    this.client = undefined;
    if (this.running) this.running.abandoned = true;
    return true;
  }

  /**
   * Whether a client has gone, or goes soon: a window may be there anew before the one of before has quite gone. Asked more than once, since that one
   * may stop answering while its channel stays open.
   */
  private async goes(client: MessageConnection): Promise<boolean> {
    const last = Date.now() + reloadMs;
    while (this.client === client && Date.now() < last) {
      const answer = client.sendRequest(protocol.present).catch(() => false);
      if (!(await Promise.race([answer, sleep(answerMs, false, { ref: false })]))) return true;
      await sleep(askedEvery);
    }
    return this.client !== client;
  }

  private async run(parameters: protocol.RunParameters): Promise<protocol.Outcome> {
    const content = contentOf(parameters);
    const before = this.running;
    if (before && !before.abandoned) return { status: 'failed', message: 'Another run is still on.' };
    if (before?.content === content) return this.join(before, parameters.run);
    if (before) {
      // What nobody waits for any more makes room.
      this.compute.interrupt();
      await before.outcome;
    }
    return this.begin(parameters, content);
  }

  private async begin(parameters: protocol.RunParameters, content: string): Promise<protocol.Outcome> {
    const results: protocol.ResultTold[] = [];
    const outcome = this.compute.run(parameters, {
      progress: (fraction, message) =>
        void this.client?.sendNotification(protocol.progress, { run: run.id, fraction, message }),
      result: ({ result, reused, place }) => {
        results.push({ result, reused, place });
        void this.client?.sendNotification(protocol.result, { run: run.id, result, reused, place });
      },
      encoder: ({ name, device, why }) =>
        void this.client?.sendNotification(protocol.encoder, { name, device, why }),
    });
    const run: Run = { id: parameters.run, content, outcome, results, abandoned: false };
    this.running = run;
    try {
      return await outcome;
    } finally {
      this.running = undefined;
    }
  }

  /** Goes on with a run for the client that came back. */
  private async join(run: Run, id: string): Promise<protocol.Outcome> {
    run.id = id;
    run.abandoned = false;
    for (const told of run.results) void this.client?.sendNotification(protocol.result, { run: id, ...told });
    return run.outcome;
  }
}
