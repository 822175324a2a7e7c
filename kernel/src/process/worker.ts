/** The compute worker: the thread of a kernel process that runs plans. Bundled to `dist/kernel-worker.mjs`. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../artifacts/store.js';
import { openEngine } from '../data/open.js';
import { InputError } from '../problem.js';
import { createTask } from '../task.js';
import { configureEngine } from '../trees/engine/current.js';
import { execute } from './executor.js';
import type { Outcome, RunParameters } from './protocol.js';
import { Workbench } from './workbench.js';
import type { RunMessage, WorkerData, WorkerMessage } from './worker-messages.js';

/** Shortest time between two progress messages, in milliseconds. */
const progressMs = 100;

const { hello, stop } = workerData as WorkerData;
let bench: Promise<Workbench> | undefined;

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

async function openBench(): Promise<Workbench> {
  const { workspace, store, memoryLimitMb, device } = hello;
  configureEngine({
    threads: availableParallelism(),
    script: new URL('./tree-worker.mjs', import.meta.url),
    memoryLimitMb,
  });
  const engine = await openEngine({
    workspace,
    memoryLimitMb: memoryLimitMb / 2,
    threads: availableParallelism(),
  });
  const script = await readFile(fileURLToPath(import.meta.url));
  const program = createHash('sha256').update(script).digest('hex');
  return new Workbench(
    engine,
    await openStore(store, (message) => process.stderr.write(`${message}\n`)),
    program,
    {
      device,
      workspace,
      script: fileURLToPath(new URL('./encoder.mjs', import.meta.url)),
      processes: availableParallelism(),
    },
    ({ name, ground: { device: used, why } }) => post({ kind: 'encoder', name, device: used, why }),
  );
}

async function run(parameters: RunParameters): Promise<Outcome> {
  let told = 0;
  let last = '';
  const task = createTask(stop, (fraction, message) => {
    const now = Date.now();
    if (now - told < progressMs && message === last) return;
    told = now;
    last = message;
    post({ kind: 'progress', fraction, message });
  });
  try {
    bench ??= openBench();
    return await execute(await bench, parameters, task, (result, reused, place) =>
      post({ kind: 'result', result, reused, place }),
    );
  } catch (error) {
    // A folder that cannot be written today may be tomorrow.
    bench = undefined;
    if (error instanceof InputError) return { status: 'refused', problems: error.problems };
    return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async ({ parameters }: RunMessage) => {
  post({ kind: 'outcome', outcome: await run(parameters) });
});
