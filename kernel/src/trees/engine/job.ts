import type { Task } from '../../task.js';
import type { Loops } from './loops.js';
import { Arena, type Memory } from './memory.js';
import type { Signals } from './signals.js';

/** Where a job runs: one thread of an engine. */
export interface Bench {
  readonly memory: Memory;
  readonly loops: Loops;
  /** Memory of this thread alone, as much as was asked for; empty again at every run of a job. */
  readonly arena: Arena;
  /** 0 for the thread that asked, 1, 2, ... for its helpers. */
  readonly member: number;
  readonly members: number;
  /** Between members of the same call; absent where there is one alone. */
  readonly signals?: Signals;
}

/** Memory for the arenas of all threads, `bytes` for each. */
export interface Scratch {
  readonly address: number;
  readonly bytes: number;
}

/** The place of one thread, with its own part of the scratch memory. */
export function benchOf(
  memory: Memory,
  loops: Loops,
  scratch: Scratch,
  member: number,
  members: number,
  signals?: Signals,
): Bench {
  const from = scratch.address + member * scratch.bytes;
  return { memory, loops, arena: new Arena(memory, from, from + scratch.bytes), member, members, signals };
}

/** Work that any thread can do: known by name in all of them, given plain values and shared addresses. */
export interface Job<Argument, Result> {
  readonly name: string;
  run(bench: Bench, argument: Argument, task: Task): Result;
}

const jobs = new Map<string, Job<never, unknown>>();

/** Declares a job. Its file must be imported by `process/tree-worker.ts`, so that helpers know it too. */
export function defineJob<Argument, Result>(
  name: string,
  run: Job<Argument, Result>['run'],
): Job<Argument, Result> {
  const job = { name, run };
  jobs.set(name, job as unknown as Job<never, unknown>);
  return job;
}

/** The job of a name. */
export function jobNamed(name: string): Job<never, unknown> {
  const job = jobs.get(name);
  if (!job) throw new Error(`No thread knows a job named ${name}.`);
  return job;
}
