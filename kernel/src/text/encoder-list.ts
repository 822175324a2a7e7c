import type { EncoderInfo } from './encoder-interface.js';

/** One that needs no files but our own. */
export interface BuiltInEncoder extends EncoderInfo {
  /** What it is, in a few words. */
  readonly about: string;
}

/** Windows of a text that are read at most: 4,096 tokens of `use-lite`, some three thousand words. */
export const mostWindows = 32;

/** Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175): a transformer of two layers, 28 MB. */
export const useLite: BuiltInEncoder = {
  name: 'use-lite',
  about: 'Universal Sentence Encoder Lite, built in, English, 512 dimensions',
  version: '3',
  dimensions: 512,
  window: 128,
  windows: mostWindows,
  languages: ['en'],
  licence: 'Apache-2.0',
};

/** The same with 8 bits a weight: 13 MB; its vectors have a cosine of .998 and more with those of `use-lite`. */
export const useLiteInt8: BuiltInEncoder = {
  ...useLite,
  name: 'use-lite-int8',
  about: 'The same with 8 bits a weight: half the memory, a cosine of .998 with it',
  version: '2',
};

/**
 * Latent semantic analysis (Deerwester et al. 1990) of the words and pieces of words of the texts themselves: it must learn from them before
 * it reads any, and needs no model.
 */
export const lsa: BuiltInEncoder = {
  name: 'lsa',
  about: 'Learnt from the words of the column itself: any language, no model, at most 100 dimensions',
  version: '1',
  dimensions: 100,
  // Words: all are read at once, and a text of more is cut.
  window: 16_384,
  windows: 1,
  languages: 'any',
  licence: 'MIT',
};

/** Encoders that are built in, for completion and the doctor. */
export const encoders: readonly BuiltInEncoder[] = [useLite, useLiteInt8, lsa];
