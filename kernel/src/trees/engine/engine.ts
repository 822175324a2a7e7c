import { freemem } from 'node:os';
import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { Crew } from './crew.js';
import { benchOf, type Job, type Scratch } from './job.js';
import { compileLoops, type Loops, plainLoops, wasmLoops } from './loops.js';
import { Arena, Memory } from './memory.js';

/** What an engine is made of; all have a default. */
export interface EngineOptions {
  /** Threads that compute, the calling one among them. */
  readonly threads?: number;
  /** Script of the helper threads: `tree-worker.mjs` among the programs. Without it there are no helpers. */
  readonly script?: URL;
  /** `plain` runs the TypeScript twins of the hot loops. */
  readonly loops?: 'wasm' | 'plain';
  /**
   * Rows x features from which on boosting shares its work among threads. With less, waiting for each other at every split
   * takes longer than the work; results are the same either way.
   */
  readonly sharedFrom?: number;
  /** Most memory in MB that one piece of work may take; by default what the machine has free. */
  readonly memoryLimitMb?: number;
}

/** About where the gain of a second thread pays for the waits, on a machine that does other things too. */
const usuallySharedFrom = 2 ** 18;

/** Most bytes that 32-bit addresses leave for one piece of work. */
const mostBytes = 2 ** 32 - 2 ** 17;

/**
 * What trees are grown, read and explained with: a memory, the hot loops, and helper threads. Results depend neither on
 * the number of threads nor on the kind of loops.
 */
export class Engine {
  readonly loops: Loops;
  readonly memory: Memory;
  readonly arena: Arena;
  private readonly crew: Crew | undefined;

  constructor(private readonly options: EngineOptions) {
    const wanted = options.loops ?? 'wasm';
    const module = wanted === 'wasm' && typeof SharedArrayBuffer !== 'undefined' ? compileLoops() : undefined;
    this.memory = module ? Memory.shared() : Memory.plain();
    this.loops = module ? wasmLoops(module, this.memory.source!) : plainLoops(this.memory);
    this.arena = new Arena(this.memory);
    const helpers = Math.max(0, (options.threads ?? 1) - 1);
    if (module && options.script && helpers > 0) {
      this.crew = new Crew(options.script, helpers, module, this.memory.source!);
    }
  }

  /** Threads that take part. */
  get threads(): number {
    return 1 + (this.crew?.helpers ?? 0);
  }

  /** Threads that are worth their while to boost from a table of this size; see {@link EngineOptions.sharedFrom}. */
  threadsToBoost(rows: number, features: number): number {
    const { sharedFrom = usuallySharedFrom } = this.options;
    return rows * features < sharedFrom ? 1 : this.threads;
  }

  /**
   * Runs `work`, which takes at most `bytes` of the engine's memory, and gives all of it back at its end. Throws InputError
   * CS5006 before it starts where that much cannot be had; `what` is the work in a few words.
   */
  session<Result>(bytes: number, what: string, work: () => Result): Result {
    const limit = Math.min(mostBytes, 2 ** 20 * (this.options.memoryLimitMb ?? freemem() / 2 ** 20));
    if (bytes > limit) {
      const mb = (size: number): string => Math.ceil(size / 2 ** 20).toLocaleString('en-US');
      throw inputError(
        'CS5006',
        `${what} needs ${mb(bytes)} MB of memory but ${mb(limit)} MB can be had; use fewer rows, columns or trees, or raise the limit.`,
      );
    }
    const mark = this.arena.mark;
    try {
      return work();
    } finally {
      this.arena.rewind(mark);
    }
  }

  /**
   * Runs a job once per argument, each on the first thread that is free; results come in the order of the arguments.
   * Every thread has `scratchBytes` of its own.
   */
  map<Argument, Result>(
    job: Job<Argument, Result>,
    list: readonly Argument[],
    scratchBytes: number,
    task: Task,
  ): Result[] {
    return this.withScratch(scratchBytes, (scratch) => {
      if (this.crew && list.length > 1) return this.crew.map(job, list, scratch, this.loops, task);
      const bench = benchOf(this.memory, this.loops, scratch, 0, 1);
      return list.map((argument, i) => {
        bench.arena.rewind();
        return job.run(bench, argument, task.part(i / list.length, (i + 1) / list.length));
      });
    });
  }

  /** Runs a job with the same argument on every thread at once, to share its work as `member` of `members`. */
  together<Argument, Result>(
    job: Job<Argument, Result>,
    argument: Argument,
    scratchBytes: number,
    task: Task,
  ): Result[] {
    return this.withScratch(scratchBytes, (scratch) => {
      if (this.crew) return this.crew.together(job, argument, scratch, this.loops, task);
      return [job.run(benchOf(this.memory, this.loops, scratch, 0, 1), argument, task)];
    });
  }

  /** Ends the helpers; the engine is of no use after that. */
  close(): void {
    this.crew?.close();
  }

  private withScratch<Result>(bytes: number, work: (scratch: Scratch) => Result): Result {
    const mark = this.arena.mark;
    const each = Math.ceil(bytes / 64) * 64;
    const scratch = { address: this.arena.take(each * this.threads), bytes: each };
    try {
      return work(scratch);
    } finally {
      this.arena.rewind(mark);
    }
  }
}
