import { Worker } from 'node:worker_threads';
import type { HelloParameters, Outcome, RunParameters } from './protocol.js';
import type { RunMessage, WorkerData, WorkerMessage } from './worker-messages.js';

/** Told of what a run yields on the way. */
export interface RunListener {
  progress(fraction: number, message: string): void;
  result(message: Extract<WorkerMessage, { kind: 'result' }>): void;
  encoder(message: Extract<WorkerMessage, { kind: 'encoder' }>): void;
}

/**
 * The thread that computes, seen from the thread that speaks the protocol. Started at the first run, and again after it
 * died: one that runs out of memory ends its run with an error and takes nothing else with it.
 */
export class ComputeWorker {
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));
  private worker: Worker | undefined;
  private current: Current | undefined;

  /** @param script of the worker thread */
  constructor(
    private readonly script: URL,
    private readonly hello: HelloParameters,
  ) {}

  /** Runs actions to their end, whatever it is; never rejects. One run at a time. */
  run(parameters: RunParameters, listener: RunListener): Promise<Outcome> {
    Atomics.store(this.stop, 0, 0);
    this.worker ??= this.start();
    this.worker.postMessage({ kind: 'run', parameters } satisfies RunMessage);
    return new Promise((resolve) => {
      this.current = { listener, last: undefined, resolve };
    });
  }

  /** Asks the running work to stop: it does at its next look at the flag. */
  interrupt(): void {
    Atomics.store(this.stop, 0, 1);
  }

  private start(): Worker {
    const worker = new Worker(this.script, {
      workerData: { hello: this.hello, stop: this.stop } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: this.hello.memoryLimitMb },
    });
    worker.on('message', (message: WorkerMessage) => this.heard(message));
    worker.on('error', (error: NodeJS.ErrnoException) => this.died(worker, this.causeOf(error)));
    worker.on('exit', (code) => this.died(worker, `The compute thread ended with code ${code}.`));
    return worker;
  }

  private heard(message: WorkerMessage): void {
    const { current } = this;
    if (!current) return;
    if (message.kind === 'progress') {
      current.last = message.message;
      current.listener.progress(message.fraction, message.message);
    } else if (message.kind === 'result') current.listener.result(message);
    else if (message.kind === 'encoder') current.listener.encoder(message);
    else this.end(message.outcome);
  }

  private died(worker: Worker, message: string): void {
    // A thread that failed also exits, perhaps after the next one was started.
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.end({ status: 'failed', message, step: this.current?.last });
  }

  private end(outcome: Outcome): void {
    const { current } = this;
    this.current = undefined;
    current?.resolve(outcome);
  }

  private causeOf(error: NodeJS.ErrnoException): string {
    return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? `Out of memory: the limit of ${this.hello.memoryLimitMb} MB was reached; use fewer rows, fewer trees or a higher limit.`
      : `The compute thread failed: ${error.message}`;
  }
}

interface Current {
  readonly listener: RunListener;
  /** What was done last, as its progress said. */
  last: string | undefined;
  readonly resolve: (outcome: Outcome) => void;
}
