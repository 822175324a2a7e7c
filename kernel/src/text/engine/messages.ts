/** Messages between a kernel and a process that reads or translates texts. The order comes first; then questions, one at a time. */
import type { Problem } from '../../problem.js';
import type { Ground } from '../encoder-interface.js';
import type { Order } from './source.js';

/** kernel -> encoder */
export type ToEncoder =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'encode'; readonly texts: readonly string[] }
  | { readonly kind: 'count'; readonly texts: readonly string[] }
  | { readonly kind: 'translate'; readonly texts: readonly string[] };

/** encoder -> kernel, one answer to each message */
export type FromEncoder =
  | { readonly kind: 'ready'; readonly ground: Ground }
  /** Vectors of the texts, and how much memory the process holds by now. */
  | { readonly kind: 'vectors'; readonly vectors: Float32Array; readonly residentMb: number }
  | { readonly kind: 'cut'; readonly count: number }
  /** One for each text, and how much memory the process holds by now. */
  | { readonly kind: 'translated'; readonly texts: readonly string[]; readonly residentMb: number }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly message: string };
