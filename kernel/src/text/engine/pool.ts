import type { Task } from '../../task.js';
import type { Encoder, EncoderInfo, Ground } from '../encoder-interface.js';
import { Children, type PoolOptions, startChild } from './children.js';
import type { EncoderOrder } from './source.js';

/** Opens an encoder in processes of its own. */
export async function openPool(order: EncoderOrder, options: PoolOptions): Promise<Encoder> {
  return new EncoderPool(order.info, await Children.start(order, options));
}

/** What an encoder would compute on: a process is started, asked and ended. */
export async function askGround(order: EncoderOrder, script: string): Promise<Ground> {
  const { child, ground } = await startChild(order, script);
  await child.end();
  return ground;
}

/** An encoder whose work is done by other processes. */
class EncoderPool implements Encoder {
  readonly name: string;
  readonly version: string;
  readonly dimensions: number;
  readonly window: number;
  readonly windows: number;
  readonly languages: EncoderInfo['languages'];
  readonly licence: string;
  readonly ground: Ground;

  constructor(
    info: EncoderInfo,
    private readonly children: Children,
  ) {
    this.name = info.name;
    this.version = info.version;
    this.dimensions = info.dimensions;
    this.window = info.window;
    this.windows = info.windows;
    this.languages = info.languages;
    this.licence = info.licence;
    this.ground = children.ground;
  }

  async encode(texts: readonly string[], task: Task): Promise<Float32Array> {
    const { dimensions } = this;
    const vectors = new Float32Array(texts.length * dimensions);
    let done = 0;
    await this.children.work(texts, task, async (child, rows) => {
      const answer = await child.ask({ kind: 'encode', texts: Array.from(rows, (row) => texts[row]) });
      if (answer.kind !== 'vectors') throw new Error('The encoder answered something else.');
      rows.forEach((row, i) => {
        vectors.set(answer.vectors.subarray(i * dimensions, (i + 1) * dimensions), row * dimensions);
      });
      done += rows.length;
      task.report(done / texts.length, 'Reading texts');
    });
    return vectors;
  }

  async countCut(texts: readonly string[], task: Task): Promise<number> {
    let count = 0;
    await this.children.work(texts, task, async (child, rows) => {
      const answer = await child.ask({ kind: 'count', texts: Array.from(rows, (row) => texts[row]) });
      count += answer.kind === 'cut' ? answer.count : 0;
    });
    return count;
  }

  close(): Promise<void> {
    return this.children.close();
  }
}
