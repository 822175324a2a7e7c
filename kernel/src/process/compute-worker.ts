import { Worker } from 'node:worker_threads';
import type { HelloParameters, Outcome, RunParameters } from './protocol.js';
import type { RunMessage, WorkerData, WorkerMessage } from './worker-messages.js';

/** Told of what a run yields on the way. */
export interface RunListener {
  progress(fraction: number, message: string): void;
  result(message: Extract<WorkerMessage, { kind: 'result' }>): void;
}

/**
 * The thread that computes, seen from the thread that speaks the protocol. Started at the first run, and again after it
 * died: one that runs out of memory ends its run with an error and takes nothing else with it.
 */
export class ComputeWorker {
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));
  private worker: Worker | undefined;

  /** @param script of the worker thread */
  constructor(
    private readonly script: URL,
    private readonly hello: HelloParameters,
  ) {}

  /** Runs actions to their end, whatever it is; never rejects. One run at a time. */
  run(parameters: RunParameters, listener: RunListener): Promise<Outcome> {
    Atomics.store(this.stop, 0, 0);
    this.worker ??= this.start();
    const worker = this.worker;
    let last = '';
    return new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        worker.removeAllListeners();
        resolve(outcome);
      };
      const died = (message: string): void => {
        this.worker = undefined;
        end({ status: 'failed', message, step: last === '' ? undefined : last });
      };
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') {
          last = message.message;
          listener.progress(message.fraction, message.message);
        } else if (message.kind === 'result') listener.result(message);
        else end(message.outcome);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => died(this.causeOf(error)));
      worker.on('exit', (code) => died(`The compute thread ended with code ${code}.`));
      worker.postMessage({ kind: 'run', parameters } satisfies RunMessage);
    });
  }

  /** Asks the running work to stop: it does at its next look at the flag. */
  interrupt(): void {
    Atomics.store(this.stop, 0, 1);
  }

  private start(): Worker {
    return new Worker(this.script, {
      workerData: { hello: this.hello, stop: this.stop } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: this.hello.memoryLimitMb },
    });
  }

  private causeOf(error: NodeJS.ErrnoException): string {
    return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? `Out of memory: the limit of ${this.hello.memoryLimitMb} MB was reached; use fewer rows, fewer trees or a higher limit.`
      : `The compute thread failed: ${error.message}`;
  }
}
