import type { Task } from '../task.js';

/** How the vectors of a text's tokens become the vector of the text. */
export type Pool = 'mean' | 'cls' | 'max';

/** What is known of an encoder before it is opened. */
export interface EncoderInfo {
  /** As written in a spec. */
  readonly name: string;
  /** Changes whenever the vectors change: part of the key they are kept under. */
  readonly version: string;
  readonly pools: readonly Pool[];
  readonly dimensions: number;
  /** Longest text it sees, in tokens; what is longer is cut there. */
  readonly window: number;
  /** Languages it was trained on, as BCP 47 tags. */
  readonly languages: readonly string[];
  readonly licence: string;
}

/** A frozen text encoder: the same text always gives the same vector, whatever else is encoded with it. */
export interface Encoder extends EncoderInfo {
  readonly pool: Pool;
  /** `texts.length` x `dimensions`, row-major; a text without any token has a vector of zeros. */
  encode(texts: readonly string[], task: Task): Promise<Float32Array>;
  /** How many of the texts are longer than the window. */
  countCut(texts: readonly string[]): number;
}
