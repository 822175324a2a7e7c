import type { EncoderInfo } from './encoder-interface.js';

/** Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175): a transformer of two layers, 28 MB. */
export const useLite: EncoderInfo = {
  name: 'use-lite',
  version: '2',
  dimensions: 512,
  window: 128,
  languages: ['en'],
  licence: 'Apache-2.0',
};

/** The same with 8 bits a weight: 13 MB; its vectors have a cosine of .998 and more with those of `use-lite`. */
export const useLiteInt8: EncoderInfo = { ...useLite, name: 'use-lite-int8', version: '1' };

/** Encoders that are built in, for completion and the doctor. */
export const encoders: readonly EncoderInfo[] = [useLite, useLiteInt8];
