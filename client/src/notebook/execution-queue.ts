/** How an item ended. A cancelled one is neither a success nor a failure of its own. */
export type Ending = 'succeeded' | 'failed' | 'cancelled';

export interface Runner<Item> {
  /** Runs one item; what it throws counts as a failure. It should end soon after the signal is aborted. */
  run(item: Item, signal: AbortSignal): Promise<Ending>;
  /** Called for an item that will never run, because one before it did not succeed or the queue was interrupted. */
  drop(item: Item): void;
}

/** Runs items one at a time in the order given, and none after one that did not succeed. */
export class ExecutionQueue<Item> {
  private readonly waiting: Item[] = [];
  private current: AbortController | undefined;
  private settled: Promise<void> = Promise.resolve();

  constructor(private readonly runner: Runner<Item>) {}

  get busy(): boolean {
    return this.current !== undefined;
  }

  /** Appends items; resolves when the queue is next empty. */
  enqueue(items: readonly Item[]): Promise<void> {
    this.waiting.push(...items);
    if (!this.current && this.waiting.length > 0) {
      // Set before the first await, so that a second call cannot start a second loop.
      this.current = new AbortController();
      this.settled = this.work();
    }
    return this.settled;
  }

  /** Aborts the running item and drops all others; resolves when the running one has ended. */
  interrupt(): Promise<void> {
    this.dropWaiting();
    this.current?.abort();
    return this.settled;
  }

  private async work(): Promise<void> {
    for (let item = this.waiting.shift(); item !== undefined; item = this.waiting.shift()) {
      const controller = new AbortController();
      this.current = controller;
      const ending = await this.runner.run(item, controller.signal).catch((): Ending => 'failed');
      if (ending !== 'succeeded' || controller.signal.aborted) this.dropWaiting();
    }
    this.current = undefined;
  }

  private dropWaiting(): void {
    for (const item of this.waiting.splice(0)) this.runner.drop(item);
  }
}
