import type { Task } from '../task.js';

/** What is known of an encoder before it is opened. */
export interface EncoderInfo {
  /** As written in a spec. */
  readonly name: string;
  /** Changes whenever the vectors change: part of the key they are kept under. */
  readonly version: string;
  readonly dimensions: number;
  /** Longest text it sees, in tokens; what is longer is cut there. */
  readonly window: number;
  /** Languages it was trained on, as BCP 47 tags. */
  readonly languages: readonly string[];
  readonly licence: string;
}

/** A frozen text encoder: the same text always gives the same vector, whatever else is encoded with it. */
export interface Encoder extends EncoderInfo {
  /** `texts.length` x `dimensions`, row-major; a text without any token has a vector of zeros. */
  encode(texts: readonly string[], task: Task): Promise<Float32Array>;
  /** How many of the texts are longer than the window. */
  countCut(texts: readonly string[]): number;
}
