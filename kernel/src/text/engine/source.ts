import type { Device } from '../device.js';
import type { EncoderInfo, Ground } from '../encoder-interface.js';
import type { DescribedModel } from '../models/describe-model.js';
import { openModel } from '../models/open-model.js';
import type { DescribedTranslator } from '../translation/describe-translator.js';
import { openUseLite } from '../use-lite.js';
import type { Precision } from '../use-lite-model.js';
import type { Reader } from './reader.js';

/** Where the model of an encoder comes from: plain data, so that a process can be told. */
export type EncoderSource =
  | { readonly kind: 'use-lite'; readonly precision: Precision }
  | { readonly kind: 'model'; readonly model: DescribedModel };

/** All that a process needs to know to read or translate texts. */
export interface Order {
  readonly source: EncoderSource | { readonly kind: 'translator'; readonly model: DescribedTranslator };
  readonly device: Device;
  /** Folder of ours on this machine. */
  readonly cache: string;
}

/** All that a process needs to know to be an encoder. */
export interface EncoderOrder extends Order {
  readonly info: EncoderInfo;
  readonly source: EncoderSource;
}

/** Opens an encoder's model on the ground that was found. */
export function openReader(
  { source, cache }: Pick<EncoderOrder, 'source' | 'cache'>,
  ground: Ground,
): Promise<Reader> {
  if (source.kind === 'model') return openModel(source.model, ground);
  return openUseLite(source.precision, ground, cache);
}
