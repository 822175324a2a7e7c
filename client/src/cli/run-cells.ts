import { dirname, relative } from 'node:path';
import { InputError } from '../../../kernel/src/problem.js';
import type { KernelClient } from '../../../kernel/src/process/client.js';
import { checkCells } from '../../../server/src/compile.js';
import { plainText } from '../exchange/shown-notebook.js';
import type { CellOutput } from '../notebook/cell-output.js';
import type { Ending } from '../notebook/execution-queue.js';
import { type OutputStore, outputKeys } from '../notebook/kept-outputs.js';
import { type Kernel, runCell } from '../notebook/run-cell.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import type { Common } from './options.js';
import { ProgressLine } from './progress.js';
import { commandKernel } from './run-plans.js';
import { distinct, engineFor } from './specs.js';

interface CellsJob extends Common {
  readonly workspace: string;
  readonly store: OutputStore;
}

const codes: Readonly<Record<Ending, ExitCode>> = {
  succeeded: exitCodes.fine,
  failed: exitCodes.failed,
  cancelled: exitCodes.interrupted,
};

/**
 * Runs the code of a notebook's cells as the editor does, top first, and keeps what each shows where the editor looks for it. The first that does not
 * end well is the last.
 *
 * @param path of the notebook, absolute
 * @returns what each shows; where one did not end well, what to exit with
 * @throws InputError with every error of the notebook, before anything runs
 */
export async function runCells(
  path: string,
  code: readonly string[],
  job: CellsJob,
  io: Io,
): Promise<CellOutput[][] | ExitCode> {
  const cells = code.map((text) => ({ text }));
  const checked = await checkCells(cells, path, job.workspace, await engineFor(job.workspace), {
    seed: job.seed,
  });
  if (checked.some(({ plan }) => !plan))
    throw new InputError(distinct(checked.flatMap((one) => one.problems)));
  const folder = relative(job.workspace, dirname(path)).replaceAll('\\', '/');
  const progress = new ProgressLine(io);
  const client = commandKernel(job.workspace, io, job.device);
  const stop = new AbortController();
  const shown: CellOutput[][] = [];
  const forget = io.onInterrupt(() => stop.abort());
  try {
    for (const [i, key] of outputKeys(folder, code).entries()) {
      const outputs: CellOutput[] = [];
      const startedAt = Date.now();
      const view = {
        append: (more: readonly CellOutput[]) => void outputs.push(...more),
        progress: (fraction: number, message: string) =>
          progress.report((i + fraction) / code.length, message),
      };
      const check = async () => checked[i];
      const ending = await runCell(
        { uri: path, index: i, folder },
        check,
        interruptible(client),
        view,
        stop.signal,
      );
      progress.clear();
      if (ending !== 'succeeded') {
        for (const output of outputs) io.err(`Cell ${i + 1}: ${plainText(output)}\n`);
        return codes[ending];
      }
      shown.push(outputs);
      const kept = { succeeded: true, order: i + 1, startedAt, endedAt: Date.now(), outputs };
      await job.store.write(key, kept);
    }
    return shown;
  } finally {
    progress.clear();
    forget();
    await client.dispose();
  }
}

/** A kernel whose runs end where a signal is aborted. */
function interruptible(client: KernelClient): Kernel {
  return {
    summarize: (path) => client.summarize(path),
    run: async (request, listener, signal) => {
      const stop = () => client.interrupt();
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await client.run(request, listener);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
