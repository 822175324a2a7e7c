/**
 * Messages between a kernel process and whoever started it (extension host or terminal), JSON-RPC over Node's IPC
 * channel: never stdout, so that stray prints cannot corrupt it, and never a port. Big arrays travel as files of the
 * content store. Each message states its direction.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { ColumnSummary } from '../data/file-schema.js';
import type { Action, Plan, SpecPlace } from '../plan.js';
import type { Problem } from '../problem.js';
import type { Result } from '../result.js';
import type { Device, UsedDevice } from '../text/device.js';

export type { ColumnSchema, ColumnSummary, FileSchema } from '../data/file-schema.js';
export type { Device } from '../text/device.js';

/** Raised with every incompatible change; a client refuses a kernel of another version. */
export const protocolVersion = 1;

/** Where a kernel can be found again by a client that comes back, and what it has to know. */
export interface Meeting {
  /** Path of a socket in a folder that nobody else can read, or name of a pipe; never a port. */
  readonly address: string;
  readonly secret: string;
}

export interface HelloParameters {
  readonly protocolVersion: number;
  /** Absolute path; the kernel touches no file outside it. */
  readonly workspace: string;
  /** Absolute path of the content store; `.causal` in the workspace by default. */
  readonly store: string;
  readonly device: Device;
  readonly memoryLimitMb: number;
  /** A kernel that loses its client waits there for so long before it ends; it ends at once where absent. */
  readonly linger?: Meeting & { readonly waitMs: number };
}

export interface HelloAnswer {
  readonly protocolVersion: number;
  readonly kernelVersion: string;
  readonly pid: number;
}

/** client -> kernel, first message: the handshake. */
export const hello = new RequestType<HelloParameters, HelloAnswer, void>('kernel/hello');

/** kernel -> client: whether it is there still, asked where another client comes. */
export const present = new RequestType0<true, void>('kernel/present');

/** Code of the error that answers a handshake where another client is there, and stays. */
export const inUse = -31_001;

export interface RunParameters {
  readonly run: string;
  readonly plan: Plan;
  /** Folder of the spec, relative to the workspace: data paths are resolved against it. */
  readonly folder: string;
  /** What to do; a plan's own actions, or a command's. */
  readonly actions: readonly Action[];
}

export type Outcome =
  | { readonly status: 'done' }
  | { readonly status: 'cancelled' }
  /** The spec or the data has errors: all of them. */
  | { readonly status: 'refused'; readonly problems: readonly Problem[] }
  /** A fault of ours, or the machine's (disk full, out of memory). */
  | { readonly status: 'failed'; readonly message: string; readonly step?: string };

/**
 * client -> kernel: run actions; answers when the last one ended. One run at a time. Where the client before this one went away in the middle of
 * the same actions, they go on: what they have yielded so far is told again.
 */
export const run = new RequestType<RunParameters, Outcome, void>('kernel/run');

/** client -> kernel: stop the run; its `run` request answers `cancelled`. */
export const interrupt = new NotificationType<{ readonly run: string }>('kernel/interrupt');

/** kernel -> client: what is being done, and the share of the run that is done. */
export const progress = new NotificationType<{
  readonly run: string;
  readonly fraction: number;
  readonly message: string;
}>('kernel/progress');

export interface ResultTold {
  readonly result: Result;
  /** Nothing had to be computed. */
  readonly reused: boolean;
  readonly place: SpecPlace;
}

/** kernel -> client: a result as soon as it is there. */
export const result = new NotificationType<{ readonly run: string } & ResultTold>('kernel/result');

/** What texts are encoded on, and why. */
export interface EncoderState {
  readonly name: string;
  readonly device: UsedDevice;
  readonly why: string;
}

/** kernel -> client: an encoder has been opened. */
export const encoder = new NotificationType<EncoderState>('kernel/encoder');

/** kernel -> client: resident memory of its process, in megabytes, where that has changed. Encoders are processes of their own and not in it. */
export const memory = new NotificationType<{ readonly residentMb: number }>('kernel/memory');

export interface DoctorAnswer {
  readonly versions: Readonly<Record<string, string>>;
  /** What texts are encoded on with the device that was asked for, and why. */
  readonly inUse: Omit<EncoderState, 'name'>;
  readonly devices: readonly { readonly name: Device; readonly available: boolean; readonly why: string }[];
  readonly encoders: readonly { readonly name: string; readonly available: boolean; readonly why: string }[];
  readonly memory: { readonly limitMb: number; readonly totalMb: number };
}

/** client -> kernel: what this machine has. */
export const doctor = new RequestType0<DoctorAnswer, void>('kernel/doctor');

/** client -> kernel: range and share missing of the columns of a file, for hover. Paths relative to the workspace. */
export const summarize = new RequestType<{ readonly path: string }, readonly ColumnSummary[], void>(
  'kernel/summarize',
);
