import { describe, expect, it } from 'vitest';
import { type Ending, ExecutionQueue } from '../../../client/src/notebook/execution-queue.js';

/** A runner whose items end when the test says so. */
class Stage {
  readonly log: string[] = [];
  private readonly ends = new Map<string, (ending: Ending | Error) => void>();

  run(item: string, signal: AbortSignal): Promise<Ending> {
    this.log.push(`run ${item}`);
    signal.addEventListener('abort', () => this.end(item, 'cancelled'));
    return new Promise((resolve, reject) => {
      this.ends.set(item, (ending) => (ending instanceof Error ? reject(ending) : resolve(ending)));
    });
  }

  drop(item: string): void {
    this.log.push(`drop ${item}`);
  }

  end(item: string, ending: Ending | Error): void {
    this.log.push(`end ${item} ${ending instanceof Error ? 'thrown' : ending}`);
    this.ends.get(item)?.(ending);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a queue of cells', () => {
  it('runs one at a time, in order', async () => {
    const stage = new Stage();
    const queue = new ExecutionQueue(stage);
    const done = queue.enqueue(['a', 'b']);
    expect(stage.log).toEqual(['run a']);
    stage.end('a', 'succeeded');
    await settled();
    void queue.enqueue(['c']);
    stage.end('b', 'succeeded');
    await settled();
    stage.end('c', 'succeeded');
    await done;
    expect(stage.log).toEqual([
      'run a',
      'end a succeeded',
      'run b',
      'end b succeeded',
      'run c',
      'end c succeeded',
    ]);
    expect(queue.busy).toBe(false);
  });

  it.each<Ending | Error>(['failed', 'cancelled', new Error('a fault')])(
    'runs nothing after %s',
    async (ending) => {
      const stage = new Stage();
      const queue = new ExecutionQueue(stage);
      const done = queue.enqueue(['a', 'b', 'c']);
      stage.end('a', ending);
      await done;
      expect(stage.log.slice(2)).toEqual(['drop b', 'drop c']);
    },
  );

  it('stops the running cell and drops the others when interrupted, and can be used again', async () => {
    const stage = new Stage();
    const queue = new ExecutionQueue(stage);
    void queue.enqueue(['a', 'b']);
    await queue.interrupt();
    expect(stage.log).toEqual(['run a', 'drop b', 'end a cancelled']);
    void queue.enqueue(['c']);
    expect(stage.log.at(-1)).toBe('run c');
  });

  it('drops what was queued while the interrupted cell was still ending, even where that ends well', async () => {
    const log: string[] = [];
    let finish: (ending: Ending) => void = () => undefined;
    const queue = new ExecutionQueue<string>({
      run: (item) => {
        log.push(`run ${item}`);
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
      drop: (item) => log.push(`drop ${item}`),
    });
    void queue.enqueue(['a']);
    const interrupted = queue.interrupt();
    void queue.enqueue(['b']);
    finish('succeeded');
    await interrupted;
    expect(log).toEqual(['run a', 'drop b']);
  });

  it('interrupts nothing when nothing runs', async () => {
    await new ExecutionQueue(new Stage()).interrupt();
  });
});
