import type { Loops } from '../trees/engine/loops.js';
import type { Arena, Memory } from '../trees/engine/memory.js';
import type { TextFeatures } from './text-features.js';

/** Texts that are multiplied while they are near. */
const blockTexts = 32;

/** Features in an engine's memory. Vectors over them are `width` long: the embedding and zeros up to a multiple of eight, then the terms. */
export interface PlacedFeatures {
  readonly texts: number;
  /** Of the embedding, in 32-bit floats. */
  readonly rows: number;
  readonly columns: number;
  /** Of the n-grams, compressed. */
  readonly start: number;
  readonly column: number;
  readonly value: number;
  /** A multiple of four. */
  readonly width: number;
}

const upTo = (size: number, multiple: number): number => multiple * Math.ceil(size / multiple);

/** Bytes that {@link placeFeatures} takes. */
export function placedBytes({ texts, dimensions, sparse }: TextFeatures): number {
  return 4 * texts * upTo(dimensions, 8) + 4 * (texts + 1) + 8 * sparse.value.length + 4 * 64;
}

/** Length of a vector over the features once they are placed. */
export function placedWidth({ dimensions, sparse }: TextFeatures): number {
  return upTo(dimensions, 8) + upTo(sparse.columns, 4);
}

/** Brings features into the memory of an engine. */
export function placeFeatures(features: TextFeatures, arena: Arena): PlacedFeatures {
  const { texts, dimensions, dense, sparse } = features;
  const columns = upTo(dimensions, 8);
  const rows = arena.take(4 * texts * columns);
  const start = arena.copy(sparse.start);
  const column = arena.copy(sparse.column);
  const value = arena.copy(sparse.value);
  const { f32 } = arena.memory.views;
  for (let text = 0; text < texts; text++) {
    const at = (rows >>> 2) + text * columns;
    f32.set(dense.subarray(text * dimensions, (text + 1) * dimensions), at);
    f32.fill(0, at + dimensions, at + columns);
  }
  return { texts, rows, columns, start, column, value, width: placedWidth(features) };
}

/** Where sums and products over texts are made: addresses of a thread's own memory. */
export interface TextSpace {
  /** Per text of a block, in 64 bits. */
  readonly block: number;
  /** One per column of the embedding, in 32 bits. */
  readonly short: number;
  readonly partial: number;
}

/** Bytes of a {@link TextSpace}. */
export function textSpaceBytes(columns: number): number {
  return 8 * blockTexts + 8 * columns + 3 * 64;
}

export function takeTextSpace(arena: Arena, { columns }: PlacedFeatures): TextSpace {
  return {
    block: arena.take(8 * blockTexts),
    short: arena.take(4 * columns),
    partial: arena.take(4 * columns),
  };
}

/** The loops over texts of one thread. */
export class TextProducts {
  constructor(
    private readonly memory: Memory,
    private readonly loops: Loops,
    readonly features: PlacedFeatures,
    private readonly space: TextSpace,
  ) {}

  /** Adds `sum of weight * text` to a vector; one weight per text. */
  addTexts(weights: Float64Array, into: number): void {
    const { f64 } = this.memory.views;
    this.blocks((from, size) => {
      f64.set(weights.subarray(from, from + size), this.space.block >>> 3);
      this.addBlock(from, size, into);
    });
  }

  /**
   * Adds `X'W(X v - centre)` to a vector; returns the sum of `W(X v - centre)`. Texts without weight cost little.
   */
  addGram(weights: Float64Array, v: number, centre: number, into: number): number {
    const { f32, f64 } = this.memory.views;
    const { columns } = this.features;
    f32.set(f64.subarray(v >>> 3, (v >>> 3) + columns), this.space.short >>> 2);
    let total = 0;
    this.blocks((from, size) => {
      this.multiplyBlock(from, size, v);
      const at = this.space.block >>> 3;
      for (let i = 0; i < size; i++) {
        f64[at + i] = weights[from + i] * (f64[at + i] - centre);
        total += f64[at + i];
      }
      this.addBlock(from, size, into);
    });
    return total;
  }

  private blocks(each: (from: number, size: number) => void): void {
    const { texts } = this.features;
    for (let from = 0; from < texts; from += blockTexts) each(from, Math.min(blockTexts, texts - from));
  }

  private multiplyBlock(from: number, size: number, v: number): void {
    const { rows, columns, start, column, value } = this.features;
    const { block, short } = this.space;
    this.loops.multiplyShortRows(rows + 4 * columns * from, size, columns, short, block);
    this.loops.multiplyTerms(start + 4 * from, column, value, size, v + 8 * columns, block);
  }

  private addBlock(from: number, size: number, into: number): void {
    const { rows, columns, start, column, value } = this.features;
    const { block, partial } = this.space;
    this.loops.addWeightedShortRows(rows + 4 * columns * from, size, columns, block, partial, into);
    this.loops.addWeightedTerms(start + 4 * from, column, value, size, block, into + 8 * columns);
  }
}
