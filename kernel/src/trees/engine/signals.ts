/** What the threads of an engine say to one another through shared words, and how they wait for it. */
export class Signals {
  /** Words: 0 number of the call, 1 stop flag, 2 next item to be claimed, 3 helpers done, 4 and 5 of {@link Lockstep}. */
  readonly words: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(64 * 8)) {
    this.words = new Int32Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.words.buffer;
  }

  /** Words lie on cache lines of their own. */
  static at(word: number): number {
    return word * 16;
  }

  load(word: number): number {
    return Atomics.load(this.words, Signals.at(word));
  }

  store(word: number, value: number): void {
    Atomics.store(this.words, Signals.at(word), value);
    Atomics.notify(this.words, Signals.at(word));
  }

  /** Adds to a word and wakes who waits for it; returns what it was before. */
  add(word: number, value: number): number {
    const before = Atomics.add(this.words, Signals.at(word), value);
    Atomics.notify(this.words, Signals.at(word));
    return before;
  }

  /** Waits until a word is not `value`, at most `milliseconds`: awake at first, since most waits are short. */
  whileIs(word: number, value: number, milliseconds: number): void {
    const at = Signals.at(word);
    for (let spin = 0; spin < spins; spin++) if (Atomics.load(this.words, at) !== value) return;
    Atomics.wait(this.words, at, value, milliseconds);
  }
}

/** Looks at a word before sleeping: some 20 microseconds, less than a sleep and a wake cost. */
const spins = 2000;

/** The words by name. */
export const signal = { call: 0, stop: 1, claim: 2, done: 3, step: 4, stepsDone: 5 } as const;
