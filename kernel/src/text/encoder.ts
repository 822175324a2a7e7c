import { inputError } from '../problem.js';
import { cacheFolder } from './cache-folder.js';
import type { Device } from './device.js';
import type { Encoder, EncoderInfo, Ground } from './encoder-interface.js';
import { encoders, lsa, useLite, useLiteInt8 } from './encoder-list.js';
import { openLocalEncoder } from './engine/local-encoder.js';
import { askGround, openPool } from './engine/pool.js';
import type { EncoderOrder } from './engine/source.js';
import type { LsaBasis } from './lsa/basis.js';
import { lsaEncoder } from './lsa/lsa-encoder.js';
import { describeModel, type ModelOptions } from './models/describe-model.js';
import { meansModel, parseModelName } from './models/name.js';

export { type Encoder, type EncoderInfo, encoders, type LsaBasis, type ModelOptions };

/** Where and with what encoders work. */
export interface EncoderPlace {
  /** `auto` where absent. */
  readonly device?: Device;
  /** Of an encoder's process, `dist/encoder.mjs`; without one, this process does the work. */
  readonly script?: string;
  /** Most processes at once; 1 where absent. */
  readonly processes?: number;
  /** Absolute path; models may lie in its folder `models`. */
  readonly workspace?: string;
  /** Folder of ours on this machine, for what can be made or fetched again. */
  readonly cache?: string;
}

/** How an encoder is to read. */
export interface EncoderOptions extends ModelOptions {
  /** What it learnt of the texts of a column, where it {@link learns}. */
  readonly basis?: LsaBasis;
}

/** Whether an encoder must learn from the texts of a column, see {@link learnBasis}, before it can be opened. */
export function learns(name: string): boolean {
  return name === lsa.name;
}

/**
 * Opens an encoder by the name a spec gives it: one that is built in, or `hf:org/model`, a model on this machine. Nothing is fetched.
 * @throws InputError CS4001 for a name nobody has, CS4002 and more where a model is not here or cannot be used
 */
export async function openEncoder(
  name: string,
  place: EncoderPlace = {},
  options: EncoderOptions = {},
): Promise<Encoder> {
  if (learns(name)) {
    if (!options.basis) throw new Error(`The encoder ${name} was given nothing to go by.`);
    return lsaEncoder(options.basis);
  }
  const { script, processes = 1 } = place;
  const order = await orderOf(name, place, options);
  return script === undefined ? openLocalEncoder(order) : openPool(order, { script, processes });
}

/** What {@link openEncoder} would open, without opening it. */
export async function encoderInfo(
  name: string,
  place: EncoderPlace = {},
  options: ModelOptions = {},
): Promise<EncoderInfo> {
  if (learns(name)) return lsa;
  return (await orderOf(name, place, options)).info;
}

/** What a device would be replaced by, if by any: it is tried out, in a process of its own. */
export async function tryDevice(device: Device, script: string): Promise<Ground> {
  return askGround(await orderOf(useLite.name, { device }, {}), script);
}

async function orderOf(name: string, place: EncoderPlace, options: ModelOptions): Promise<EncoderOrder> {
  const { device = 'auto', workspace, cache = cacheFolder() } = place;
  const parsed = meansModel(name) ? parseModelName(name) : undefined;
  if (parsed) {
    const model = await describeModel(name, parsed, { workspace, cache }, options);
    return { info: model.info, source: { kind: 'model', model }, device, cache };
  }
  const info = encoders.find((known) => known.name === name);
  if (!info) {
    const names = encoders.map((known) => `\`${known.name}\``).join(', ');
    throw inputError('CS4001', `There is no encoder \`${name}\`: use one of ${names}, or \`hf:org/model\`.`);
  }
  const precision = info === useLiteInt8 ? 'int8' : 'float32';
  return { info, source: { kind: 'use-lite', precision }, device, cache };
}
