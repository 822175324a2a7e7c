import type { Task } from '../../task.js';
import type { Ground } from '../encoder-interface.js';
import { EncoderChild } from './child.js';
import type { Order } from './source.js';

/** What is sent to a process at a time: a second of work at most, and full batches of most lengths. */
const textsPerChunk = 256;
const charactersPerChunk = 24_000;

/** How often a stop is looked for, in milliseconds. */
const lookMs = 50;

/** A process that has grown beyond this is replaced by a fresh one, in MB. */
const mostMb = 700;

/** A model that nobody used for so long gives its memory back, in milliseconds. */
const idleMs = 30_000;

/** Shortest work that a second process pays for, in chunks. */
const chunksPerProcess = 2;

export interface PoolOptions {
  /** Of an encoder's process. */
  readonly script: string;
  /** Most processes at once. */
  readonly processes: number;
}

export async function startChild(
  order: Order,
  script: string,
): Promise<{ child: EncoderChild; ground: Ground }> {
  const child = new EncoderChild(script);
  try {
    const answer = await child.ask({ kind: 'order', order });
    if (answer.kind !== 'ready') throw new Error('The encoder did not say that it is ready.');
    return { child, ground: answer.ground };
  } catch (error) {
    await child.end();
    throw error;
  }
}

/** Processes with one model open: what they take they give back, and one that dies takes nothing with it. */
export class Children {
  private idle: EncoderChild[];
  private readonly busy = new Set<EncoderChild>();
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly order: Order,
    private readonly options: PoolOptions,
    first: EncoderChild,
    readonly ground: Ground,
  ) {
    this.idle = [first];
    this.restLater();
  }

  /** One process is started, to learn what it computes on. */
  static async start(order: Order, options: PoolOptions): Promise<Children> {
    const { child, ground } = await startChild(order, options.script);
    return new Children(order, options, child, ground);
  }

  /**
   * Has every chunk of the texts worked on, chunks side by side where there are enough. Rejects as soon as the task is stopped or work fails:
   * what is still computed nobody waits for.
   * @param textsAtOnce most texts of a chunk
   */
  async work(
    texts: readonly string[],
    task: Task,
    chunkWork: (child: EncoderChild, rows: Int32Array) => Promise<void>,
    textsAtOnce = textsPerChunk,
  ): Promise<void> {
    const chunks = chunksOf(texts, textsAtOnce);
    const workers = Math.min(this.options.processes, Math.ceil(chunks.length / chunksPerProcess));
    const one = async (): Promise<void> => {
      for (let rows = chunks.pop(); rows; rows = chunks.pop()) {
        const chunk = rows;
        await this.withChild((child) => chunkWork(child, chunk));
      }
    };
    try {
      await stoppable(task, async () => {
        await Promise.all(Array.from({ length: workers }, one));
      });
    } catch (error) {
      chunks.length = 0;
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    const children = [...this.idle, ...this.busy];
    this.idle = [];
    await Promise.all(children.map((child) => child.end()));
  }

  /** Lends a process, one that is there or a new one; takes it back unless it has died or grown too large. */
  private async withChild<T>(work: (child: EncoderChild) => Promise<T>): Promise<T> {
    clearTimeout(this.timer);
    let child = this.idle.pop();
    while (child && !child.alive) child = this.idle.pop();
    if (!child) {
      const fresh = await startChild(this.order, this.options.script);
      child = fresh.child;
      if (fresh.ground.numbers !== this.ground.numbers) {
        await child.end();
        throw new Error(`The encoder started anew on other ground: ${fresh.ground.why}`);
      }
    }
    this.busy.add(child);
    try {
      return await work(child);
    } finally {
      this.busy.delete(child);
      if (child.alive && child.memoryMb < mostMb) this.idle.push(child);
      else void child.end();
      this.restLater();
    }
  }

  private restLater(): void {
    clearTimeout(this.timer);
    if (this.busy.size > 0) return;
    this.timer = setTimeout(() => void this.close(), idleMs);
    this.timer.unref();
  }
}

/** Rejects as soon as the task is stopped, without waiting for the work. */
async function stoppable(task: Task, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stopped = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      try {
        task.check();
      } catch (error) {
        reject(error);
      }
    }, lookMs);
  });
  try {
    await Promise.race([work(), stopped]);
  } finally {
    clearInterval(timer);
  }
}

/** Rows of texts of about one length, the longest last, so that their batches are full and the work ends evenly. */
function chunksOf(texts: readonly string[], textsAtOnce: number): Int32Array[] {
  const order = Int32Array.from(texts.keys()).sort((a, b) => texts[a].length - texts[b].length);
  const chunks: Int32Array[] = [];
  let from = 0;
  let characters = 0;
  order.forEach((row, i) => {
    const more = texts[row].length;
    if (i > from && (i - from >= textsAtOnce || characters + more > charactersPerChunk)) {
      chunks.push(order.subarray(from, i));
      from = i;
      characters = 0;
    }
    characters += more;
  });
  if (from < order.length) chunks.push(order.subarray(from));
  return chunks;
}
