/** Thrown by {@link Task.check} once the person has asked to stop. Never caught by numeric code. */
export class Cancelled extends Error {
  constructor() {
    super('Stopped.');
    this.name = 'Cancelled';
  }
}

/**
 * The thread that ties long work to the person waiting for it: progress up, cancellation down.
 * Every function that can run longer than 100 ms takes one and calls {@link check} at least every 100 ms.
 */
export interface Task {
  /** Throws {@link Cancelled} once a stop was asked for; costs one atomic load. */
  check(): void;
  /** Reports the share done of this task, 0 to 1, with what is being done in a few words. */
  report(fraction: number, message?: string): void;
  /** A part of this task whose own 0 to 1 fills `from` to `to` of this one. */
  part(from: number, to: number, message?: string): Task;
}

type Listener = (fraction: number, message: string) => void;

class FlaggedTask implements Task {
  constructor(
    private readonly flag: Int32Array | undefined,
    private readonly listener: Listener | undefined,
    private readonly from: number,
    private readonly span: number,
    private readonly message: string,
  ) {}

  check(): void {
    if (this.flag && Atomics.load(this.flag, 0) !== 0) throw new Cancelled();
  }

  report(fraction: number, message = this.message): void {
    this.check();
    this.listener?.(this.from + this.span * Math.min(1, Math.max(0, fraction)), message);
  }

  part(from: number, to: number, message = this.message): Task {
    return new FlaggedTask(
      this.flag,
      this.listener,
      this.from + this.span * from,
      this.span * (to - from),
      message,
    );
  }
}

/** A task stopped by setting element 0 of `flag` (shared with other threads) to anything but 0. */
export function createTask(flag?: Int32Array, listener?: Listener): Task {
  return new FlaggedTask(flag, listener, 0, 1, '');
}

/** A task that nobody watches and nobody stops: for tests and short work. */
export const unwatched: Task = createTask();
