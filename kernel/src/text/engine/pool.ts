import type { Task } from '../../task.js';
import type { Encoder, EncoderInfo, Ground } from '../encoder-interface.js';
import { EncoderChild } from './child.js';
import type { EncoderOrder } from './source.js';

/** What is sent to a process at a time: a second of work at most, and full batches of most lengths. */
const textsPerChunk = 256;
const charactersPerChunk = 24_000;

/** How often a stop is looked for, in milliseconds. */
const lookMs = 50;

/** A process that has grown beyond this is replaced by a fresh one, in MB. */
const mostMb = 700;

/** An encoder that nobody used for so long gives its memory back, in milliseconds. */
const idleMs = 30_000;

/** Shortest work that a second process pays for, in chunks. */
const chunksPerProcess = 2;

export interface PoolOptions {
  /** Of an encoder's process. */
  readonly script: string;
  /** Most processes at once. */
  readonly processes: number;
}

/** Opens an encoder in processes of its own. One is started, to learn what it computes on. */
export async function openPool(order: EncoderOrder, options: PoolOptions): Promise<Encoder> {
  const first = await startChild(order, options.script);
  return new EncoderPool(order, options, first.child, first.ground);
}

async function startChild(
  order: EncoderOrder,
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

/** What an encoder would compute on: a process is started, asked and ended. */
export async function askGround(order: EncoderOrder, script: string): Promise<Ground> {
  const { child, ground } = await startChild(order, script);
  await child.end();
  return ground;
}

/** An encoder whose work is done by other processes: what they take they give back, and one that dies takes nothing with it. */
class EncoderPool implements Encoder {
  readonly name: string;
  readonly version: string;
  readonly dimensions: number;
  readonly window: number;
  readonly windows: number;
  readonly languages: EncoderInfo['languages'];
  readonly licence: string;
  private idle: EncoderChild[];
  private readonly busy = new Set<EncoderChild>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly order: EncoderOrder,
    private readonly options: PoolOptions,
    first: EncoderChild,
    readonly ground: Ground,
  ) {
    const info: EncoderInfo = order.info;
    this.name = info.name;
    this.version = info.version;
    this.dimensions = info.dimensions;
    this.window = info.window;
    this.windows = info.windows;
    this.languages = info.languages;
    this.licence = info.licence;
    this.idle = [first];
    this.restLater();
  }

  async encode(texts: readonly string[], task: Task): Promise<Float32Array> {
    const { dimensions } = this;
    const vectors = new Float32Array(texts.length * dimensions);
    const chunks = chunksOf(texts);
    let done = 0;
    const encodeChunk = async (child: EncoderChild, rows: Int32Array) => {
      const answer = await child.ask({ kind: 'encode', texts: Array.from(rows, (row) => texts[row]) });
      if (answer.kind !== 'vectors') throw new Error('The encoder answered something else.');
      rows.forEach((row, i) => {
        vectors.set(answer.vectors.subarray(i * dimensions, (i + 1) * dimensions), row * dimensions);
      });
      done += rows.length;
      task.report(done / texts.length, 'Reading texts');
    };
    const work = async () => {
      const workers = Math.min(this.options.processes, Math.ceil(chunks.length / chunksPerProcess));
      await Promise.all(
        Array.from({ length: workers }, async () => {
          for (let rows = chunks.pop(); rows; rows = chunks.pop()) {
            const chunk = rows;
            await this.withChild((child) => encodeChunk(child, chunk));
          }
        }),
      );
    };
    await this.endingOnFailure(task, work, chunks);
    return vectors;
  }

  async countCut(texts: readonly string[], task: Task): Promise<number> {
    const chunks = chunksOf(texts);
    let count = 0;
    const work = async () => {
      for (let rows = chunks.pop(); rows; rows = chunks.pop()) {
        const part = Array.from(rows, (row) => texts[row]);
        const answer = await this.withChild((child) => child.ask({ kind: 'count', texts: part }));
        count += answer.kind === 'cut' ? answer.count : 0;
      }
    };
    await this.endingOnFailure(task, work, chunks);
    return count;
  }

  /** Rejects as soon as the task is stopped or work fails: what is still computed nobody waits for. */
  private async endingOnFailure(task: Task, work: () => Promise<void>, chunks: Int32Array[]): Promise<void> {
    try {
      await stoppable(task, work);
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
function chunksOf(texts: readonly string[]): Int32Array[] {
  const order = Int32Array.from(texts.keys()).sort((a, b) => texts[a].length - texts[b].length);
  const chunks: Int32Array[] = [];
  let from = 0;
  let characters = 0;
  order.forEach((row, i) => {
    const more = texts[row].length;
    if (i > from && (i - from >= textsPerChunk || characters + more > charactersPerChunk)) {
      chunks.push(order.subarray(from, i));
      from = i;
      characters = 0;
    }
    characters += more;
  });
  if (from < order.length) chunks.push(order.subarray(from));
  return chunks;
}
