import type { Arena } from '../engine/memory.js';
import { lockstepBytes } from './lockstep.js';
import {
  bufferBytes,
  narrowStride,
  nodeDoubles,
  pieceWords,
  splitDoubles,
  wideStride,
} from './plain-loops.js';

/** Sizes that say how much memory a fit takes. */
export interface Shape {
  /** Rows learned from, and rows validated on. */
  readonly rows: number;
  readonly validation: number;
  readonly features: number;
  readonly outputs: number;
  /** Leaves of a tree at most. */
  readonly leaves: number;
  readonly members: number;
  /** Whether sums are of the wide kind. */
  readonly wide: boolean;
}

/** Rows that are derived and measured together; the same for every number of threads, so that sums are too. */
export const blockRows = 8192;
/** Features of a line of bins: one cache line. */
export const lineFeatures = 64;
/** Best split of one side found by one thread: doubles, then the groups that go left. */
export const splitBytes = 128;

const line = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Columns are as long as the rows of both kinds, in whole cache lines. */
export function columnBytes({ rows, validation }: Shape): number {
  return line(rows + validation);
}

/** Bytes of what a row adds to sums. */
export function recordBytes(wide: boolean): number {
  return wide ? 32 : 16;
}

/** Bytes of the histogram of one leaf. */
export function histogramBytes({ features, wide }: Shape): number {
  return features * (wide ? wideStride : narrowStride);
}

/** Bytes of a line of bins: a cache line where there are many features, the next power of two where they are few. */
export function lineBytes(features: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, Math.min(lineFeatures, features))));
}

function sizesOf(shape: Shape) {
  const { rows, validation, features, outputs, leaves, members, wide } = shape;
  return {
    lockstep: lockstepBytes,
    /** One word: 1 once the fit is over. */
    over: 4,
    /** One word: rows drawn for the tree in the making. */
    drawn: 4,
    columns: features * columnBytes(shape),
    lines: rows * lineBytes(features) * Math.ceil(features / lineFeatures),
    /** Two lists of rows, leaf by leaf: a split writes from the one to the other. */
    order: 4 * rows,
    otherOrder: 4 * rows,
    /** Rows that no tree was grown on: those not drawn, and those validated on. */
    rest: 4 * rows,
    validationList: 4 * validation,
    y: 8 * rows,
    weights: 8 * rows,
    margin: 8 * rows * outputs,
    validationMargin: 8 * validation * outputs,
    gradient: 8 * rows * outputs,
    hessian: 8 * rows * outputs,
    packed: recordBytes(wide) * rows,
    /** Per output and block: sums of gradients and of Hessians. */
    measures: 16 * outputs * Math.ceil(rows / blockRows),
    /** Per thread and side. */
    records: 2 * members * splitBytes,
    leafValues: 8 * leaves,
    histograms: leaves * histogramBytes(shape),
  };
}

/** Addresses of what all threads of a fit share. */
export type Layout = Readonly<Record<keyof ReturnType<typeof sizesOf>, number>>;

function ownSizesOf({ features, leaves }: Shape) {
  const nodes = 2 * leaves;
  return {
    pieces: 4 * pieceWords * features,
    buffer: bufferBytes,
    node: 8 * nodeDoubles,
    totals: 24,
    best: 8 * splitDoubles,
    bins: 256,
    statistic: 8 * 256,
    /** The tree for rows to be routed through: two words, a double and 256 bins a node. */
    nodes: 8 * nodes,
    nodeValues: 8 * nodes,
    goesLeft: 256 * nodes,
  };
}

/** Addresses of what each thread has of its own. */
export type OwnLayout = Readonly<Record<keyof ReturnType<typeof ownSizesOf>, number>>;

function bytesOf(sizes: Readonly<Record<string, number>>): number {
  return Object.values(sizes).reduce((sum, bytes) => sum + line(bytes), 0);
}

function place<Sizes extends Record<string, number>>(sizes: Sizes, arena: Arena) {
  const places = Object.entries(sizes).map(([name, bytes]) => [name, arena.take(bytes)]);
  return Object.fromEntries(places) as Readonly<Record<keyof Sizes, number>>;
}

/** Bytes that each thread needs of its own. */
export function ownBytes(shape: Shape): number {
  return bytesOf(ownSizesOf(shape));
}

/** Bytes that a fit needs in all. */
export function fitBytes(shape: Shape): number {
  return bytesOf(sizesOf(shape)) + shape.members * ownBytes(shape);
}

export function placeShared(shape: Shape, arena: Arena): Layout {
  return place(sizesOf(shape), arena);
}

export function placeOwn(shape: Shape, arena: Arena): OwnLayout {
  return place(ownSizesOf(shape), arena);
}
