import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node.js';
import { causeOfDeath } from '../death.js';
import * as protocol from './protocol.js';

/** How much of what a kernel printed last is kept: a cause of death often stands there. */
const lastWords = 4000;

/** How long to wait, after the exit, for what was printed before it, in milliseconds. */
const drainMs = 250;

/** One kernel process, from its start to its death. */
export class KernelProcess {
  readonly connection: MessageConnection;
  /** Resolves to the cause once the process has ended. */
  readonly death: Promise<string>;
  /** Its end was asked for. */
  deliberate = false;
  private readonly child: ChildProcess;
  private printed = '';

  /**
   * @param entry absolute path of the kernel's script
   * @param log told of what the process prints
   */
  constructor(entry: string, log: (text: string) => void) {
    this.child = fork(entry, [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // In an editor the running program is the editor's: told so, it behaves as Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
    });
    this.connection = createMessageConnection(
      new IPCMessageReader(this.child),
      new IPCMessageWriter(this.child),
    );
    this.connection.onError(([error]) => log(`Channel to the kernel: ${error.message}`));
    this.child.stdout?.setEncoding('utf8').on('data', log);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.printed = (this.printed + text).slice(-lastWords);
      log(text);
    });
    this.death = this.watch();
    this.connection.listen();
  }

  private async watch(): Promise<string> {
    const { child } = this;
    const drained = new Promise((resolve) => child.stderr?.once('close', resolve));
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once('exit', (...exit) => resolve(exit));
      child.once('error', (error) => {
        this.printed += error.message;
        if (child.pid === undefined) resolve([null, null]);
      });
    });
    this.connection.dispose();
    // What it printed last may still be on its way; a grandchild could hold the pipe open for ever.
    await Promise.race([drained, sleep(drainMs, undefined, { ref: false })]);
    return causeOfDeath(code, signal, this.printed);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Asks something; rejects with the cause where the process dies before it answers. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    const death = this.death.then((cause): never => {
      throw new Error(cause);
    });
    death.catch(() => undefined);
    const answer = question().catch((error: unknown) => {
      // A closed channel rejects all that was asked; what counts then is how the process died.
      if (!this.child.connected) return death;
      throw error;
    });
    return Promise.race([answer, death]);
  }

  /** Shakes hands, or says why not. */
  async greet(hello: Omit<protocol.HelloParameters, 'protocolVersion'>, timeoutMs: number): Promise<void> {
    const { protocolVersion } = protocol;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `The kernel did not answer within ${timeoutMs / 1000} s.`;
      timer = setTimeout(() => reject(new Error(message)), timeoutMs);
    });
    try {
      const question = () => this.connection.sendRequest(protocol.hello, { protocolVersion, ...hello });
      const answer = await Promise.race([this.ask(question), late]);
      if (answer.protocolVersion !== protocolVersion) {
        throw new Error(
          `The kernel speaks version ${answer.protocolVersion} of the protocol, not ${protocolVersion}; install again.`,
        );
      }
    } finally {
      clearTimeout(timer);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.deliberate = true;
    this.child.kill(signal);
  }

  /** Closes the channel, upon which a kernel ends by itself, and kills one that does not. */
  async end(farewellMs: number): Promise<void> {
    this.deliberate = true;
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), farewellMs);
    await this.death;
    clearTimeout(timer);
  }
}
