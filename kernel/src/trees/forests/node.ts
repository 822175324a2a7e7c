import type { Arena } from '../engine/memory.js';

/**
 * The node that the hot loops work on, a stretch of memory of one thread. Sums are kept per row, bin or side as K values rho,
 * then the packed count and size, then the weight where there are weights, in pairs of doubles.
 *
 * Count and size share one double, count x unit + size, all whole numbers below 2^53, so that their sums are exact.
 *
 * Layout in bytes: doubles 0 count, 8 size, 16 weight, 24 least count and 32 least size of a side, 40 unit; words 48 K,
 * 52 whether weighted, 56 pairs; 88 the score it has to beat; the best split: 64 score, 72 feature (-1: none), 76 last bin on the left, 80 whether missing
 * values go left, 84 whether it is a set of groups, 128 to 383 a byte per bin, 1 = left (by the loops for sets alone);
 * 384 sums rho of the node; 640 sums of the left side; 1024 bins and 2048 means of the levels in order; 4096 1 / n for n up to 256; 6400 a histogram.
 */
export const nodeAt = {
  count: 0,
  size: 8,
  weight: 16,
  leastCount: 24,
  leastSize: 32,
  unit: 40,
  values: 48,
  weighted: 52,
  pairs: 56,
  score: 64,
  bar: 88,
  feature: 72,
  bin: 76,
  missingLeft: 80,
  isSet: 84,
  table: 128,
  sums: 384,
  left: 640,
  levelBins: 1024,
  levelMeans: 2048,
  reciprocals: 4096,
  histogram: 6400,
} as const;

/** Most parameters, or values of a relabelling, that a node has room for. */
export const mostValues = 30;
/** Bins a histogram has room for. */
export const binRoom = 256;
/** Nodes of at most this many rows are split by sorted keys instead of histograms. */
export const fewRows = 256;

/** Pairs of doubles that sums of `values` values take. */
export function pairsOf(values: number, weighted: boolean): number {
  return Math.ceil((values + (weighted ? 2 : 1)) / 2);
}

/** Bytes of a node. */
export function nodeBytes(pairs: number): number {
  return nodeAt.histogram + binRoom * pairs * 16;
}

/** Makes a node in the memory of a thread. */
export function makeNode(
  arena: Arena,
  values: number,
  weighted: boolean,
  unit: number,
  minLeaf: number,
): number {
  const pairs = pairsOf(values, weighted);
  const node = arena.take(nodeBytes(pairs));
  const { f64, i32 } = arena.memory.views;
  f64[(node + nodeAt.leastCount) >>> 3] = Math.max(1, minLeaf);
  f64[(node + nodeAt.unit) >>> 3] = unit;
  for (let n = 0; n <= fewRows; n++) f64[((node + nodeAt.reciprocals) >>> 3) + n] = 1 / n;
  i32[(node + nodeAt.values) >>> 2] = values;
  i32[(node + nodeAt.weighted) >>> 2] = weighted ? 1 : 0;
  i32[(node + nodeAt.pairs) >>> 2] = pairs;
  return node;
}
