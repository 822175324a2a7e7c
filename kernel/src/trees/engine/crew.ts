import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { InputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { benchOf, type Job, type Scratch } from './job.js';
import type { Loops } from './loops.js';
import { Memory } from './memory.js';
import type { Answer, Call, HelperData } from './messages.js';
import { Signals, signal } from './signals.js';

/** How often a thread that waits for others looks whether it was told to stop, in milliseconds. */
const lookMs = 20;

/**
 * Helper threads that share a memory. The thread that calls works along and blocks until all are done, so calls look like
 * those of any function; helpers sleep in between. They start at the first call and never keep the process alive.
 */
export class Crew {
  private readonly signals = new Signals();
  private readonly workers: Worker[] = [];
  private readonly ports: MessagePort[] = [];

  constructor(
    private readonly script: URL,
    readonly helpers: number,
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
  ) {}

  map<Argument, Result>(
    job: Job<Argument, Result>,
    list: readonly Argument[],
    scratch: Scratch,
    loops: Loops,
    task: Task,
  ): Result[] {
    const results = new Array<Result>(list.length);
    this.call({ job: job.name, mode: 'map', list, scratch }, results, task, () => {
      const bench = benchOf(Memory.of(this.memory), loops, scratch, 0, this.helpers + 1, this.signals);
      for (let item = this.claim(); item < list.length; item = this.claim()) {
        task.report(item / list.length);
        bench.arena.rewind();
        results[item] = job.run(bench, list[item], task.part(item / list.length, (item + 1) / list.length));
      }
    });
    return results;
  }

  together<Argument, Result>(
    job: Job<Argument, Result>,
    argument: Argument,
    scratch: Scratch,
    loops: Loops,
    task: Task,
  ): Result[] {
    const results = new Array<Result>(this.helpers + 1);
    this.call({ job: job.name, mode: 'together', list: [argument], scratch }, results, task, () => {
      const bench = benchOf(Memory.of(this.memory), loops, scratch, 0, this.helpers + 1, this.signals);
      results[0] = job.run(bench, argument, task);
    });
    return results;
  }

  close(): void {
    for (const worker of this.workers) void worker.terminate();
    this.workers.length = 0;
    this.ports.length = 0;
  }

  private claim(): number {
    return this.signals.add(signal.claim, 1);
  }

  /** Tells the helpers, does the own part, waits for theirs and takes in what they say. */
  private call(call: Call, results: unknown[], task: Task, own: () => void): void {
    this.start();
    const { signals } = this;
    signals.store(signal.stop, 0);
    signals.store(signal.claim, 0);
    signals.store(signal.done, 0);
    for (const port of this.ports) port.postMessage(call);
    signals.add(signal.call, 1);
    try {
      own();
      this.wait(() => task.check());
    } catch (error) {
      signals.store(signal.stop, 1);
      this.wait(() => undefined);
      this.takeIn(results);
      throw error;
    }
    const failure = this.takeIn(results);
    if (failure) throw failure;
  }

  private wait(look: () => void): void {
    const { signals } = this;
    for (let done = signals.load(signal.done); done < this.helpers; done = signals.load(signal.done)) {
      look();
      signals.whileIs(signal.done, done, lookMs);
    }
  }

  private takeIn(results: unknown[]): Error | undefined {
    let failure: Error | undefined;
    for (const port of this.ports) {
      for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
        const answer = got.message as Answer;
        if (answer.kind === 'result') results[answer.item] = answer.result;
        else if (answer.kind === 'problems') failure ??= new InputError(answer.problems);
        else if (answer.kind === 'failed') failure ??= new Error(answer.message);
      }
    }
    return failure;
  }

  private start(): void {
    while (this.workers.length < this.helpers) {
      const { port1, port2 } = new MessageChannel();
      const data: HelperData = {
        module: this.module,
        memory: this.memory,
        signals: this.signals.buffer,
        port: port2,
        member: this.workers.length + 1,
        members: this.helpers + 1,
      };
      const worker = new Worker(this.script, { workerData: data, transferList: [port2] });
      worker.unref();
      port1.unref();
      this.workers.push(worker);
      this.ports.push(port1);
    }
  }
}
