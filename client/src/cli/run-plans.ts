import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { KernelClient } from '../../../kernel/src/process/client.js';
import type { Device, Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import type { Io } from './io.js';
import { ProgressLine } from './progress.js';

/** From Ctrl-C to the end, at the latest, in milliseconds. */
const interruptTimes = { terminate: 120, kill: 240 };

/** Below this a kernel is of no use, however small the machine. */
const leastMemoryMb = 1024;

/** A result with how it came about. */
export interface Found {
  readonly result: Result;
  /** Nothing had to be computed. */
  readonly reused: boolean;
}

export interface Job {
  readonly workspace: string;
  /** Of the spec, relative to the workspace. */
  readonly folder: string;
  /** Run one after another; the first that does not end well is the last. */
  readonly plans: readonly { readonly plan: Plan; readonly actions: readonly Action[] }[];
  readonly device?: Device;
}

/** A kernel for a command. It ends with the command. */
export function commandKernel(workspace: string, io: Io, device?: Device): KernelClient {
  return new KernelClient({
    entry: fileURLToPath(new URL('./kernel.mjs', import.meta.url)),
    workspace,
    device,
    memoryLimitMb: Math.max(leastMemoryMb, Math.floor(totalmem() / 2 ** 21)),
    log: (line) => io.err(`${line}\n`),
    times: interruptTimes,
  });
}

/** Runs plans in a kernel of their own, with progress on stderr; Ctrl-C interrupts. */
export async function runPlans(job: Job, io: Io, found: (found: Found) => void): Promise<Outcome> {
  const progress = new ProgressLine(io);
  const quietIo: Io = {
    ...io,
    err: (text) => {
      progress.clear();
      io.err(text);
    },
  };
  const kernel = commandKernel(job.workspace, quietIo, job.device);
  let interrupted = false;
  const forget = io.onInterrupt(() => {
    interrupted = true;
    quietIo.err('Stopping.\n');
    kernel.interrupt();
  });
  try {
    for (const [i, { plan, actions }] of job.plans.entries()) {
      if (interrupted) return { status: 'cancelled' };
      const share = (fraction: number) => (i + fraction) / job.plans.length;
      const outcome = await kernel.run(
        { plan, folder: job.folder, actions },
        {
          progress: (fraction, message) => progress.report(share(fraction), message),
          result: (result, reused) => {
            progress.clear();
            found({ result, reused });
          },
        },
      );
      if (outcome.status !== 'done') return outcome;
    }
    return { status: 'done' };
  } finally {
    progress.clear();
    forget();
    await kernel.dispose();
  }
}
