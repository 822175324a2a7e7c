import * as vscode from 'vscode';
import { KernelClient, type KernelState as ProcessState } from '../../../kernel/src/process/client.js';
import type {
  ColumnSummary,
  DoctorAnswer,
  EncoderState,
  Outcome,
} from '../../../kernel/src/process/protocol.js';
import type { Kernel, RunListener, RunRequest } from '../notebook/run-cell.js';
import type { RememberedKernel } from './known-kernels.js';
import { readSettings, type Settings } from './settings.js';

/** Of the process; `stopped` while none was started, or after it was ended on purpose. */
export type KernelState = ProcessState | 'stopped';

/** How long a kernel waits for a window that is being reloaded, in milliseconds. */
const lingerMs = 30_000;

/** What is known of a kernel through reloads of the window. */
export interface KernelMemory {
  known(): RememberedKernel | undefined;
  keep(kernel: RememberedKernel | undefined): void;
}

/** The kernel of one notebook or of the specs of one workspace: a process that is started when first needed. */
export class KernelHandle implements Kernel {
  private client: KernelClient | undefined;
  private startedWith: Settings | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private disposed = false;
  private death: string | undefined;
  private encoding: EncoderState | undefined;
  private resident: number | undefined;
  /** The process had to be ended because an interrupt went unheeded: no death anyone should worry about. */
  private endedByInterrupt = false;
  private lastSeen: ProcessState | undefined;
  private readonly changed = new vscode.EventEmitter<KernelState>();
  readonly onDidChangeState = this.changed.event;

  private found: Promise<boolean> = Promise.resolve(false);
  /** For a kernel of before: that it is gone is no death anyone should worry about. */
  private looking = false;

  /** @param memory of the kernel through reloads of the window */
  constructor(
    private readonly program: string,
    private readonly workspace: string,
    private readonly memory: KernelMemory,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): KernelState {
    const state = this.client?.state ?? 'stopped';
    return state === 'dead' && (this.endedByInterrupt || this.looking) ? 'stopped' : state;
  }

  /** Why the process died, while it is dead. */
  get lastDeath(): string | undefined {
    return this.state === 'dead' ? this.death : undefined;
  }

  /** What texts are encoded on, once some were. */
  get encoder(): EncoderState | undefined {
    return this.encoding;
  }

  /** Memory of the process in megabytes, where one runs. */
  get residentMb(): number | undefined {
    return this.client?.pid === undefined ? undefined : this.resident;
  }

  /** Runs actions; a run that comes while another is on waits for its turn. */
  async run(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<Outcome> {
    const before = this.turn;
    const running = before.then(() => this.runNow(request, listener, signal));
    this.turn = running.catch(() => undefined);
    return running;
  }

  private async runNow(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted || this.disposed) return { status: 'cancelled' };
    const client = await this.current();
    const running = client.run(request, listener);
    const stop = () => client.interrupt();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      const outcome = await running;
      if (outcome.status === 'failed') this.noteDeath(client, outcome.message);
      return outcome;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async summarize(path: string): Promise<readonly ColumnSummary[]> {
    return (await this.current()).summarize(path);
  }

  async doctor(): Promise<DoctorAnswer> {
    return (await this.current()).doctor();
  }

  /** Whether a kernel that was started before the window was reloaded is there still; it is this one then. */
  async findAgain(): Promise<boolean> {
    if (!vscode.workspace.isTrusted || (!this.client && !this.memory.known())) return false;
    await this.current();
    return this.found;
  }

  /** Goes away from the kernel, which waits for a window that comes back. */
  leave(): void {
    this.client?.leave();
    this.changed.dispose();
  }

  /** Stops what is running; it ends as cancelled. */
  interrupt(): void {
    this.client?.interrupt();
  }

  /** Ends the process and starts one with the settings of now. */
  async restart(): Promise<void> {
    await this.stop();
    await (await this.current()).start();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.stop();
    this.changed.dispose();
  }

  /** The client, made anew where the person has changed the settings since. */
  private async current(): Promise<KernelClient> {
    if (!vscode.workspace.isTrusted)
      throw new Error(vscode.l10n.t('Nothing is computed in a workspace that is not trusted.'));
    const settings = readSettings();
    const { device, memoryLimitMb } = settings;
    const stale = this.startedWith?.device !== device || this.startedWith.memoryLimitMb !== memoryLimitMb;
    if (this.client && stale) await this.stop();
    this.startedWith = settings;
    this.client ??= this.open(settings);
    return this.client;
  }

  /** A client of the kernel that waits since before the window was reloaded, else of one that it will start. */
  private open({ device, memoryLimitMb }: Settings): KernelClient {
    const { workspace, memory } = this;
    const client = new KernelClient({
      entry: this.program,
      workspace,
      device,
      memoryLimitMb,
      lingerMs,
      log: (line) => this.log.info(`kernel: ${line}`),
      onState: (state) => this.follow(state),
      onEncoder: (encoder) => this.noteEncoder(encoder),
      onMemory: (residentMb) => this.noteMemory(residentMb),
      onStarted: (kernel) => memory.keep({ kernel, workspace, device, memoryLimitMb }),
    });
    const before = memory.known();
    const same = before?.device === device && before.memoryLimitMb === memoryLimitMb;
    if (before && same && before.workspace === workspace) {
      this.looking = true;
      this.found = client.find(before.kernel).then((finding) => {
        if (finding === 'gone') memory.keep(undefined);
        return finding === 'found';
      });
    }
    return client;
  }

  private noteEncoder(encoder: EncoderState): void {
    this.encoding = encoder;
    this.log.info(`${encoder.name} computes on ${encoder.device}: ${encoder.why}`);
    this.changed.fire(this.state);
  }

  private noteMemory(residentMb: number): void {
    this.resident = residentMb;
    this.changed.fire(this.state);
  }

  private follow(state: ProcessState): void {
    if (state === 'idle') this.looking = false;
    this.endedByInterrupt = state === 'dead' ? this.lastSeen === 'interrupting' : false;
    this.lastSeen = state;
    this.changed.fire(this.state);
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.encoding = undefined;
    this.resident = undefined;
    // What still runs answers cancelled, not dead.
    client?.interrupt();
    await this.found;
    const pid = client?.pid;
    await client?.dispose();
    // What is remembered may be the kernel of another window.
    if (this.memory.known()?.kernel.pid === pid) this.memory.keep(undefined);
    this.changed.fire(this.state);
  }

  private noteDeath(client: KernelClient, cause: string): void {
    if (client.state !== 'dead') return;
    this.death = cause;
    this.log.error(cause);
    this.changed.fire(this.state);
  }
}
