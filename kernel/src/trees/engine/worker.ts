/** A helper thread of an engine: sleeps, runs its part of a call, sleeps again. Jobs must be declared before it is imported. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { InputError } from '../../problem.js';
import { Cancelled, createTask } from '../../task.js';
import { benchOf, jobNamed } from './job.js';
import { wasmLoops } from './loops.js';
import { Memory } from './memory.js';
import type { Answer, Call, HelperData } from './messages.js';
import { ownBuffers } from './own-buffers.js';
import { Signals, signal } from './signals.js';

const { module, memory: source, signals: buffer, port, member, members } = workerData as HelperData;
const signals = new Signals(buffer);
const memory = Memory.of(source);
const loops = wasmLoops(module, source);
const task = createTask(signals.words.subarray(Signals.at(signal.stop), Signals.at(signal.stop) + 1));

function run({ job: name, mode, list, scratch }: Call): void {
  const job = jobNamed(name);
  const bench = benchOf(memory, loops, scratch, member, members, signals);
  const one = (item: number, argument: unknown): void => {
    bench.arena.rewind();
    const result = job.run(bench, argument as never, task);
    port.postMessage({ kind: 'result', item, result } satisfies Answer, [...ownBuffers(result)]);
  };
  if (mode === 'together') {
    one(member, list[0]);
    return;
  }
  for (let item = signals.add(signal.claim, 1); item < list.length; item = signals.add(signal.claim, 1)) {
    task.check();
    one(item, list[item]);
  }
}

function answerTo(error: unknown): Answer {
  if (error instanceof Cancelled) return { kind: 'stopped' };
  if (error instanceof InputError) return { kind: 'problems', problems: error.problems };
  return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

// Calls are numbered from 0, and the first may have come before this thread did.
for (let seen = 0; ; ) {
  signals.whileIs(signal.call, seen, Number.POSITIVE_INFINITY);
  seen = signals.load(signal.call);
  const call = receiveMessageOnPort(port)?.message as Call | undefined;
  if (!call) continue;
  try {
    run(call);
  } catch (error) {
    port.postMessage(answerTo(error));
    // The work of the others is of no use any more.
    signals.store(signal.stop, 1);
  }
  signals.add(signal.done, 1);
}
