import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ResponseError } from 'vscode-jsonrpc';
import type { Action, Plan, SpecPlace } from '../plan.js';
import type { Result } from '../result.js';
import { forkKernel } from './forked-kernel.js';
import { findKernel, type KnownKernel } from './found-kernel.js';
import { type KernelLink, KernelProcess } from './kernel-process.js';
import { newMeeting } from './meeting.js';
import * as protocol from './protocol.js';

/** Every time the client waits for, in milliseconds. */
export const kernelTimes = {
  /** From starting the process to its answer to the handshake. */
  handshake: 20_000,
  /** From an interrupt to SIGTERM, where the work has not stopped by itself. */
  terminate: 2_500,
  /** From an interrupt to SIGKILL. */
  kill: 5_000,
  /** From closing the channel to SIGKILL, when disposing. */
  farewell: 1_000,
  /** Deaths are counted over this time. */
  restartWindow: 180_000,
};

export type KernelTimes = Readonly<typeof kernelTimes>;

/** Deaths within `restartWindow` after which no new kernel is started by itself. */
const maxDeaths = 5;

export type KernelState = 'starting' | 'idle' | 'busy' | 'interrupting' | 'dead';

/** What became of the search for a kernel; one that is in use belongs to another client that is there. */
export type Finding = 'found' | 'gone' | 'in use';

export interface KernelOptions {
  /** Absolute path of the bundled kernel, `dist/kernel.mjs`. */
  readonly entry: string;
  readonly workspace: string;
  /** Of the content store; `.causal` in the workspace where absent. */
  readonly store?: string;
  readonly device?: protocol.Device;
  readonly memoryLimitMb?: number;
  /** Told of every line the kernel, or a library in it, printed. */
  readonly log?: (line: string) => void;
  readonly onState?: (state: KernelState) => void;
  /** Told of every encoder that is opened, and what it computes on. */
  readonly onEncoder?: (state: protocol.EncoderState) => void;
  /** Told of the memory that the process holds, in megabytes, every few seconds where it changes. */
  readonly onMemory?: (residentMb: number) => void;
  readonly times?: Partial<KernelTimes>;
  /** A kernel that loses this client waits so long for one that comes back, in milliseconds; it ends with it where absent. */
  readonly lingerMs?: number;
  /** Told where a kernel that lingers can be found again. */
  readonly onStarted?: (kernel: KnownKernel) => void;
}

export interface RunRequest {
  readonly plan: Plan;
  /** Folder of the spec, relative to the workspace. */
  readonly folder: string;
  /** The plan's own actions where absent. */
  readonly actions?: readonly Action[];
}

export interface RunEvents {
  progress?(fraction: number, message: string): void;
  result?(result: Result, reused: boolean, place: SpecPlace): void;
}

interface Run {
  readonly id: string;
  readonly events: RunEvents;
  lastMessage: string;
  interrupted: boolean;
  readonly timers: NodeJS.Timeout[];
}

/**
 * A kernel and its life: starting, idle, busy, interrupting, dead. Used by terminal and editor alike. A dead kernel is started
 * again by the next run; one that keeps dying is not.
 */
export class KernelClient {
  private currentState: KernelState = 'dead';
  private kernel: KernelProcess | undefined;
  private opening: Promise<void> | undefined;
  private finding: Promise<Finding> = Promise.resolve('gone');
  private running: Run | undefined;
  private deaths: number[] = [];
  private readonly times: KernelTimes;

  constructor(private readonly options: KernelOptions) {
    this.times = { ...kernelTimes, ...options.times };
  }

  get state(): KernelState {
    return this.currentState;
  }

  /** Of the living process. */
  get pid(): number | undefined {
    return this.kernel?.pid;
  }

  /** Starts the process where none is there, and shakes hands. @throws Error that says why there is no kernel */
  async start(): Promise<void> {
    await this.finding;
    if (!this.kernel)
      this.opening ??= this.begin().finally(() => {
        this.opening = undefined;
      });
    await this.opening;
  }

  private async begin(): Promise<void> {
    const now = Date.now();
    this.deaths = this.deaths.filter((time) => now - time < this.times.restartWindow);
    if (this.deaths.length >= maxDeaths) {
      throw new Error(
        `The kernel died ${maxDeaths} times in a few minutes; restart it once the cause is gone.`,
      );
    }
    this.setState('starting');
    const { entry, lingerMs, onStarted } = this.options;
    const meeting = lingerMs === undefined ? undefined : await newMeeting();
    const link = forkKernel(entry, meeting !== undefined, (text) => this.log(text));
    try {
      await this.meet(link, meeting);
    } catch (error) {
      await this.kernel?.end(this.times.farewell);
      throw error;
    }
    if (meeting && link.pid !== undefined) onStarted?.({ meeting, pid: link.pid });
  }

  /** Goes back to a kernel that an earlier client left. One that cannot be used any more counts as gone. */
  async find(known: KnownKernel): Promise<Finding> {
    if (this.kernel || this.opening) throw new Error('There is a kernel already.');
    const finding = this.tryToFind(known);
    this.finding = finding;
    return finding;
  }

  private async tryToFind(known: KnownKernel): Promise<Finding> {
    this.setState('starting');
    let link: KernelLink | undefined;
    try {
      link = await findKernel(known);
      await this.meet(link, known.meeting);
      return 'found';
    } catch (error) {
      link?.leave();
      this.log(
        `The kernel of before cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.kernel = undefined;
      this.setState('dead');
      return error instanceof ResponseError && error.code === protocol.inUse ? 'in use' : 'gone';
    }
  }

  /** Shakes hands with a kernel and is its client from then on. */
  private async meet(link: KernelLink, meeting: protocol.Meeting | undefined): Promise<void> {
    const kernel = new KernelProcess(link);
    this.kernel = kernel;
    void kernel.death.then(() => {
      if (!kernel.deliberate) this.deaths.push(Date.now());
      if (this.kernel !== kernel) return;
      this.kernel = undefined;
      this.setState('dead');
    });
    this.listen(kernel);
    const { workspace, device = 'auto', memoryLimitMb = 2048 } = this.options;
    const { store = join(workspace, '.causal'), lingerMs: waitMs = 0 } = this.options;
    const linger = meeting && { ...meeting, waitMs };
    await kernel.greet({ workspace, store, device, memoryLimitMb, linger }, this.times.handshake);
    this.setState('idle');
  }

  private listen(kernel: KernelProcess): void {
    kernel.connection.onNotification(protocol.progress, ({ run, fraction, message }) => {
      if (this.running?.id !== run) return;
      this.running.lastMessage = message;
      this.running.events.progress?.(fraction, message);
    });
    kernel.connection.onRequest(protocol.present, () => true as const);
    kernel.connection.onNotification(protocol.encoder, (state) => this.options.onEncoder?.(state));
    kernel.connection.onNotification(protocol.memory, ({ residentMb }) =>
      this.options.onMemory?.(residentMb),
    );
    kernel.connection.onNotification(protocol.result, ({ run, result, reused, place }) => {
      if (this.running?.id === run) this.running.events.result?.(result, reused, place);
    });
  }

  /**
   * Runs actions to their end. Always answers: a kernel that died on the way yields `failed` with the cause, or `cancelled`
   * where it was stopped on request.
   */
  async run(request: RunRequest, events: RunEvents = {}): Promise<protocol.Outcome> {
    if (this.running) throw new Error('The kernel runs something already.');
    const run: Run = { id: randomUUID(), events, lastMessage: '', interrupted: false, timers: [] };
    this.running = run;
    try {
      await this.start();
      const kernel = this.kernel;
      if (run.interrupted || !kernel) return { status: 'cancelled' };
      this.setState('busy');
      const { plan, folder, actions = plan.actions } = request;
      const parameters = { run: run.id, plan, folder, actions };
      const outcome = await kernel.ask(() => kernel.connection.sendRequest(protocol.run, parameters));
      this.setState('idle');
      return outcome;
    } catch (error) {
      if (run.interrupted) return { status: 'cancelled' };
      const step = run.lastMessage === '' ? undefined : run.lastMessage;
      return { status: 'failed', message: error instanceof Error ? error.message : String(error), step };
    } finally {
      for (const timer of run.timers) clearTimeout(timer);
      this.running = undefined;
    }
  }

  /** Stops the run: a flag at once, SIGTERM and SIGKILL where the flag is not heeded. The run answers `cancelled`. */
  interrupt(): void {
    const { running: run, kernel } = this;
    if (!run || run.interrupted) return;
    run.interrupted = true;
    if (!kernel || this.currentState !== 'busy') return;
    this.setState('interrupting');
    void kernel.connection.sendNotification(protocol.interrupt, { run: run.id }).catch(() => undefined);
    run.timers.push(
      setTimeout(() => kernel.kill('SIGTERM'), this.times.terminate),
      setTimeout(() => kernel.kill('SIGKILL'), this.times.kill),
    );
  }

  /** Ends the process and starts a fresh one; a run that is on answers `cancelled`. Forgets earlier deaths. */
  async restart(): Promise<void> {
    await this.dispose();
    this.deaths = [];
    await this.start();
  }

  async doctor(): Promise<protocol.DoctorAnswer> {
    await this.start();
    const kernel = this.living();
    return kernel.ask(() => kernel.connection.sendRequest(protocol.doctor));
  }

  /** @param path of a data file, relative to the workspace */
  async summarize(path: string): Promise<readonly protocol.ColumnSummary[]> {
    await this.start();
    const kernel = this.living();
    return kernel.ask(() => kernel.connection.sendRequest(protocol.summarize, { path }));
  }

  /** Ends the process, with everything it runs. */
  async dispose(): Promise<void> {
    if (this.running) this.running.interrupted = true;
    // A kernel that is being looked for may turn out to be in use: it is not ours to end.
    await this.finding;
    await this.kernel?.end(this.times.farewell);
  }

  /** Goes away from a kernel that lingers; it goes on with what it runs, and ends unless somebody comes back in time. */
  leave(): void {
    this.kernel?.leave();
  }

  private living(): KernelProcess {
    if (!this.kernel) throw new Error('The kernel is dead.');
    return this.kernel;
  }

  private setState(state: KernelState): void {
    if (state === this.currentState) return;
    this.currentState = state;
    this.options.onState?.(state);
  }

  private log(text: string): void {
    for (const line of text.split('\n')) if (line !== '') this.options.log?.(line);
  }
}
