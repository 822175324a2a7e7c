import type { Task } from '../task.js';
import type { UsedDevice } from './device.js';

/** What is known of an encoder before it is opened. */
export interface EncoderInfo {
  /** As written in a spec. */
  readonly name: string;
  /** Changes whenever the vectors change: part of the key they are kept under. */
  readonly version: string;
  /** Of a vector; at most so many where the encoder learns from the texts. */
  readonly dimensions: number;
  /** Tokens it reads at once: a longer text is read window by window. */
  readonly window: number;
  /** Windows of a text that it reads at most; what lies behind them is cut. */
  readonly windows: number;
  /** Languages it was trained on, as BCP 47 tags; empty where unknown. */
  readonly languages: readonly string[] | 'any';
  readonly licence: string;
}

/** What an encoder computes on. */
export interface Ground {
  readonly device: UsedDevice;
  /** One sentence that says why it is this device. */
  readonly why: string;
  /** What was asked for could not be had: `why` belongs among the warnings of a result. */
  readonly fallback: boolean;
  /** Where this differs, vectors may differ in their last bits, and must not be mixed. */
  readonly numbers: string;
}

/** A frozen text encoder: the same text always gives the same vector, whatever else is encoded with it. */
export interface Encoder extends EncoderInfo {
  readonly ground: Ground;
  /** `texts.length` x `dimensions`, row-major; a text without any token has a vector of zeros. */
  encode(texts: readonly string[], task: Task): Promise<Float32Array>;
  /** How many of the texts are longer than all windows together. */
  countCut(texts: readonly string[], task: Task): Promise<number>;
  /** Gives back what it holds; it can be used again. */
  close(): Promise<void>;
}
