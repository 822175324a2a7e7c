import type { Task } from '../../task.js';
import type { Encoder, Ground } from '../encoder-interface.js';
import { findGround } from './ground.js';
import { countCut, type Reader, readTexts } from './reader.js';
import { type EncoderOrder, openReader } from './source.js';

/** An encoder in this very process: for short work, and for whoever has no script of a process at hand. */
export async function openLocalEncoder(order: EncoderOrder): Promise<Encoder> {
  const ground = await findGround(order.device);
  return localEncoder(order, ground, await openReader(order, ground));
}

function localEncoder({ info }: EncoderOrder, ground: Ground, reader: Reader): Encoder {
  return {
    ...info,
    ground,
    encode: (texts: readonly string[], task: Task) => readTexts(reader, texts, task),
    countCut: async (texts: readonly string[], task: Task) => countCut(reader, texts, task),
    close: async () => undefined,
  };
}
