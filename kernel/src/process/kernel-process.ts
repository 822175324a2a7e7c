import type { MessageConnection } from 'vscode-jsonrpc/node.js';
import * as protocol from './protocol.js';

/** How a client holds a kernel process: one it has started, or one that it has found again. */
export interface KernelLink {
  readonly connection: MessageConnection;
  /** Resolves to the cause once the process has ended. */
  readonly death: Promise<string>;
  readonly pid: number | undefined;
  readonly connected: boolean;
  kill(signal: NodeJS.Signals): void;
  /** Lets the process know that it is to end; it may not listen. */
  dismiss(): void;
  /** Goes away; a process that lingers stays. */
  leave(): void;
}

/** One kernel process, from its start to its death. */
export class KernelProcess {
  /** Its end was asked for. */
  deliberate = false;

  constructor(private readonly link: KernelLink) {
    link.connection.listen();
  }

  get connection(): MessageConnection {
    return this.link.connection;
  }

  get death(): Promise<string> {
    return this.link.death;
  }

  get pid(): number | undefined {
    return this.link.pid;
  }

  /** Asks something; rejects with the cause where the process dies before it answers. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    const death = this.death.then((cause): never => {
      throw new Error(cause);
    });
    death.catch(() => undefined);
    const answer = question().catch((error: unknown) => {
      // A closed channel rejects all that was asked; what counts then is how the process died.
      if (!this.link.connected) return death;
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
      if (answer.pid !== this.pid) throw new Error('Another process answered in place of the kernel.');
    } finally {
      clearTimeout(timer);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.deliberate = true;
    this.link.kill(signal);
  }

  /** Asks it to end, and kills one that does not. */
  async end(farewellMs: number): Promise<void> {
    this.deliberate = true;
    this.link.dismiss();
    const timer = setTimeout(() => this.link.kill('SIGKILL'), farewellMs);
    await this.death;
    clearTimeout(timer);
  }

  /** Goes away from one that lingers. */
  leave(): void {
    this.deliberate = true;
    this.link.leave();
  }
}
