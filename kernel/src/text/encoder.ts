import { inputError } from '../problem.js';
import { cacheFolder } from './cache-folder.js';
import type { Device } from './device.js';
import type { Encoder, EncoderInfo, Ground } from './encoder-interface.js';
import { encoders, useLite, useLiteInt8 } from './encoder-list.js';
import { openLocalEncoder } from './engine/local-encoder.js';
import { askGround, openPool } from './engine/pool.js';
import type { EncoderOrder } from './engine/source.js';

export { type Encoder, type EncoderInfo, encoders };

/** Where and with what encoders work. */
export interface EncoderPlace {
  /** `auto` where absent. */
  readonly device?: Device;
  /** Of an encoder's process, `dist/encoder.mjs`; without one, this process does the work. */
  readonly script?: string;
  /** Most processes at once; 1 where absent. */
  readonly processes?: number;
  /** Folder of ours on this machine, for what can be made again. */
  readonly cache?: string;
}

/**
 * Opens an encoder by the name a spec gives it.
 * @throws InputError CS4001 for a name nobody has.
 */
export async function openEncoder(name: string, place: EncoderPlace = {}): Promise<Encoder> {
  const { script, processes = 1 } = place;
  const order = orderOf(name, place);
  return script === undefined ? openLocalEncoder(order) : openPool(order, { script, processes });
}

function orderOf(name: string, { device = 'auto', cache = cacheFolder() }: EncoderPlace): EncoderOrder {
  const info = encoders.find((known) => known.name === name);
  if (!info) {
    const names = encoders.map((known) => `\`${known.name}\``).join(', ');
    throw inputError('CS4001', `There is no encoder \`${name}\`: use one of ${names}.`);
  }
  const precision = info === useLiteInt8 ? 'int8' : 'float32';
  return { info, source: { kind: 'use-lite', precision }, device, cache };
}

/** What a device would be replaced by, if by any: it is tried out, in a process of its own. */
export function tryDevice(device: Device, script: string): Promise<Ground> {
  return askGround(orderOf(useLite.name, { device }), script);
}
