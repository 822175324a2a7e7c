import { Cancelled, type Task } from '../../task.js';
import type { Bench } from '../engine/job.js';
import { signal } from '../engine/signals.js';

/** Bytes of shared memory, all 0 at first, that a lockstep needs: two words on cache lines of their own. */
export const lockstepBytes = 128;

/** Looks at a word before a thread goes to sleep: some tens of microseconds. */
const spins = 4000;
/** How often a sleeping thread looks whether it was told to stop, in milliseconds. */
const lookMs = 20;

/** Keeps the threads of one job in step: none goes on before all have come. */
export class Lockstep {
  private readonly words: Int32Array;

  constructor(
    private readonly bench: Bench,
    address: number,
    private readonly task: Task,
  ) {
    this.words = bench.memory.views.i32.subarray(address >>> 2, (address + lockstepBytes) >>> 2);
  }

  /** Waits for the others. Throws Cancelled once the work is to stop. */
  meet(): void {
    this.task.check();
    const { members } = this.bench;
    if (members === 1) return;
    const { words } = this;
    const round = Atomics.load(words, 0);
    if (Atomics.add(words, 16, 1) === members - 1) {
      Atomics.store(words, 16, 0);
      Atomics.add(words, 0, 1);
      Atomics.notify(words, 0);
      return;
    }
    for (let spin = 0; spin < spins; spin++) if (Atomics.load(words, 0) !== round) return;
    while (Atomics.load(words, 0) === round) {
      Atomics.wait(words, 0, round, lookMs);
      this.task.check();
      if (this.bench.signals?.load(signal.stop)) throw new Cancelled();
    }
  }

  /** The part of 0 to `count` that falls to this thread. */
  share(count: number): readonly [from: number, to: number] {
    const { member, members } = this.bench;
    return [Math.floor((count * member) / members), Math.floor((count * (member + 1)) / members)];
  }
}
