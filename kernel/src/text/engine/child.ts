import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { causeOfDeath } from '../../death.js';
import { InputError } from '../../problem.js';
import type { FromEncoder, ToEncoder } from './messages.js';

/** How much of what a process printed last is kept: a cause of death often stands there. */
const lastWords = 4000;

/** How long to wait, after the exit, for what was printed before it, in milliseconds. */
const drainMs = 250;

/** One encoder process, from its start to its death. Asked one thing at a time. */
export class EncoderChild {
  private readonly child: ChildProcess;
  private readonly death: Promise<string>;
  private printed = '';
  private residentMb = 0;

  /** @param script of the process, `dist/encoder.mjs` */
  constructor(script: string) {
    this.child = fork(script, [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // In an editor the running program is the editor's: told so, it behaves as Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      serialization: 'advanced',
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.printed = (this.printed + text).slice(-lastWords);
    });
    this.death = this.watch();
    this.holdLoop(false);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return this.child.connected && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Memory it held when it answered last, in MB. */
  get memoryMb(): number {
    return this.residentMb;
  }

  /** @throws Error with the cause where the process dies, InputError where it refuses */
  async ask(message: ToEncoder): Promise<FromEncoder> {
    this.holdLoop(true);
    try {
      const answer = await Promise.race([this.answerTo(message), this.death]);
      if (typeof answer === 'string') throw new Error(answer);
      if (answer.kind === 'refused') throw new InputError(answer.problems);
      if (answer.kind === 'failed') throw new Error(`The encoder failed: ${answer.message}`);
      if ('residentMb' in answer) this.residentMb = answer.residentMb;
      return answer;
    } finally {
      this.holdLoop(false);
    }
  }

  private answerTo(message: ToEncoder): Promise<FromEncoder | string> {
    return new Promise((resolve) => {
      const heard = (answer: FromEncoder) => resolve(answer);
      this.child.once('message', heard);
      this.child.send(message, (error) => {
        if (!error) return;
        // A closed channel is no cause; how the process died is.
        this.child.off('message', heard);
        resolve(this.death);
      });
    });
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
    await Promise.race([drained, sleep(drainMs, undefined, { ref: false })]);
    return causeOfDeath(code, signal, this.printed, 'encoder');
  }

  /** A process that nobody waits for must not keep this one from ending. */
  private holdLoop(held: boolean): void {
    const handles = [
      this.child,
      this.child.channel,
      this.child.stderr as { ref?(): void; unref?(): void } | null,
    ];
    for (const handle of handles) {
      if (held) handle?.ref?.();
      else handle?.unref?.();
    }
  }

  /** Ends it, whatever it is doing. */
  async end(): Promise<void> {
    this.holdLoop(true);
    this.child.kill('SIGKILL');
    await this.death;
  }
}
