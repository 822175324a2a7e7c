import type { Feature, Features } from '../../data/table.js';
import type { Task } from '../../task.js';
import type { Engine } from '../engine/engine.js';
import type { Bench, Job } from '../engine/job.js';
import type { FeatureInfo } from './feature-info.js';
import {
  findLeaves,
  type Panels,
  type PlacedTrees,
  placedBytes,
  placeTrees,
  type Slots,
  slotsOf,
} from './placed-trees.js';
import { groupsOfLevels, matchFeatures } from './prepare.js';
import { type Trees, treeCount } from './trees.js';

/** Bytes of a table's values that are brought into the engine's memory at a time. */
const portionBytes = 2 ** 24;
/** Bytes of panels that a thread ranks and then walks tree after tree: they stay in its cache. */
const tileBytes = 2 ** 15;
/** Bytes of trees that are brought in at a time: forests may be larger than any memory of an engine. */
const batchBytes = 2 ** 28;
/** Parts that a portion is cut into per thread, so that one that is held up does not hold up the rest. */
const slicesPerThread = 4;

/** A column of the rows at hand in the engine's memory: numbers and cuts, or codes of levels and the groups of those. */
interface PlacedColumn {
  readonly kind: 'numeric' | 'categorical';
  readonly values: number;
  /** Address of the cuts (doubles) or of the groups (bytes), and how many. */
  readonly table: number;
  readonly count: number;
}

/** Trees and the rows to walk them with, shared by the threads of an engine. */
export interface Walk {
  readonly blocks: readonly PlacedTrees[];
  /** Number of their first tree through all blocks of the model. */
  readonly firstTree: number;
  /** One per slot of a panel. */
  readonly columns: readonly PlacedColumn[];
  /** Address of the results of the rows at hand: what trees walked before have left there, or where they start from. */
  readonly results: number;
  /** Bytes of a row's results. */
  readonly resultBytes: number;
}

/** What a job of a walk is handed: its rows are `from` to `to` of those at hand, `first` is the row of the table that `from` is. */
export interface Slice<Argument> {
  readonly walk: Walk;
  readonly argument: Argument;
  readonly first: number;
  readonly from: number;
  readonly to: number;
}

/** A table that is to be walked through trees. */
export interface WalkRequest<Argument> {
  readonly blocks: readonly Trees[];
  /** What the leaves of a block say, where it is not what they hold. */
  readonly valuesOf?: (block: Trees) => Float64Array;
  readonly infos: readonly FeatureInfo[];
  readonly features: Features;
  /** What is being done, in a few words, for who is told that it would not fit. */
  readonly what: string;
  /** Numbers of each row that the job adds to, as doubles, before the first tree. */
  readonly start: readonly number[];
  /** What is done with every part of the rows: it calls {@link walkSlice}. */
  readonly job: Job<Slice<Argument>, void>;
  readonly argument: Argument;
  /** Memory that the job takes from its arena beside that of the walk, and of a row of a tile on top. */
  readonly scratchBytes?: number;
  readonly scratchBytesOfRow?: number;
}

/**
 * Walks the rows of a table through all trees on all threads: batch by batch of trees, portion by portion of rows, each in
 * slices that are shared out as a job. Returns rows x the numbers of {@link WalkRequest.start}. Throws InputError CS5001, CS5002 (columns) and CS5006 (memory).
 */
export function walkTable<Argument>(
  engine: Engine,
  request: WalkRequest<Argument>,
  task: Task,
): Float64Array {
  const { blocks, infos, features, start } = request;
  const matched = matchFeatures(infos, features);
  const slots = slotsOf(blocks, infos.length);
  const results = new Float64Array(features.rows * start.length);
  for (let at = 0; at < results.length; at += start.length) results.set(start, at);
  let firstTree = 0;
  for (const batch of batchesOf(blocks, request)) {
    const part = task.part(firstTree / allTrees(blocks), (firstTree + allTrees(batch)) / allTrees(blocks));
    walkBatch(engine, request, { batch, firstTree, matched, slots, results }, part);
    firstTree += allTrees(batch);
  }
  return results;
}

/** Some trees of a walk, the rows' columns in the order of the model's features, and the results so far. */
interface Batch {
  readonly batch: readonly Trees[];
  readonly firstTree: number;
  readonly matched: readonly Feature[];
  readonly slots: Slots;
  readonly results: Float64Array;
}

function allTrees(blocks: readonly Trees[]): number {
  return blocks.reduce((sum, trees) => sum + treeCount(trees), 0);
}

/** Blocks in their order, as many at a time as {@link batchBytes} hold, one at least. */
function batchesOf(blocks: readonly Trees[], request: WalkRequest<unknown>): Trees[][] {
  const batches: Trees[][] = [];
  let room = 0;
  for (const trees of blocks) {
    const bytes = blockBytes(trees, request);
    if (bytes > room) {
      batches.push([]);
      room = batchBytes;
    }
    batches[batches.length - 1].push(trees);
    room -= bytes;
  }
  return batches;
}

function blockBytes(trees: Trees, { infos, valuesOf }: WalkRequest<unknown>): number {
  return placedBytes(trees, infos.length) + (valuesOf ? 8 * trees.values.length : 0);
}

function walkBatch<Argument>(
  engine: Engine,
  request: WalkRequest<Argument>,
  { batch, firstTree, matched, slots, results }: Batch,
  task: Task,
): void {
  const { infos, features, valuesOf, start } = request;
  const rowBytes = 8 * (slots.features.length + start.length);
  const most = Math.max(64 * engine.threads, Math.floor(portionBytes / rowBytes));
  const portion = Math.ceil(Math.min(features.rows, most) / 8) * 8;
  const scratch = scratchOf(request, slots.features.length);
  const bytes =
    batch.reduce((sum, trees) => sum + blockBytes(trees, request), 0) +
    slots.features.reduce((sum, j) => sum + 128 + 8 * infos[j].cuts.length + 256, 0) +
    portion * rowBytes +
    scratch * engine.threads;

  engine.session(bytes, request.what, () => {
    const walk = place();
    for (let first = 0; first < features.rows; first += portion) {
      const rows = Math.min(portion, features.rows - first);
      bringIn(walk, first, rows);
      const part = task.part(first / features.rows, (first + rows) / features.rows);
      engine.map(request.job, slicesOf(walk, first, rows), scratch, part);
      const from = walk.results >>> 3;
      results.set(engine.memory.views.f64.subarray(from, from + rows * start.length), first * start.length);
    }
  });

  function place(): Walk {
    const { arena, loops } = engine;
    const placed = batch.map((trees) => {
      task.check();
      return placeTrees(arena, loops, valuesOf ? { ...trees, values: valuesOf(trees) } : trees, slots);
    });
    const columns = Array.from(slots.features, (j): PlacedColumn => {
      const numeric = infos[j].kind === 'numeric';
      const table = numeric ? infos[j].cuts : groupsOfLevels(infos[j], matched[j]);
      const values = arena.take(8 * portion);
      // An empty table is read once all the same.
      const address = arena.take(Math.max(8, table.byteLength));
      const bytesOf = new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
      engine.memory.views.u8.set(bytesOf, address);
      return { kind: infos[j].kind, values, table: address, count: table.length };
    });
    const resultBytes = 8 * start.length;
    return { blocks: placed, firstTree, columns, results: arena.take(portion * resultBytes), resultBytes };
  }

  function bringIn({ columns, results: at }: Walk, first: number, rows: number): void {
    engine.memory.views.f64.set(
      results.subarray(first * start.length, (first + rows) * start.length),
      at >>> 3,
    );
    columns.forEach(({ values }, slot) => {
      task.check();
      const column = matched[slots.features[slot]].values;
      engine.memory.views.f64.set(column.subarray(first, first + rows), values >>> 3);
    });
  }

  function slicesOf(walk: Walk, first: number, rows: number): Slice<Argument>[] {
    const size = Math.ceil(rows / (8 * slicesPerThread * engine.threads)) * 8;
    const slices: Slice<Argument>[] = [];
    for (let from = 0; from < rows; from += size) {
      const to = Math.min(rows, from + size);
      slices.push({ walk, argument: request.argument, first: first + from, from, to });
    }
    return slices;
  }
}

function scratchOf({ scratchBytes = 0, scratchBytesOfRow = 0 }: WalkRequest<unknown>, slots: number): number {
  const rows = 8 * tilePanels(slots);
  return tilePanels(slots) * panelBytes(slots) + rows * (4 + scratchBytesOfRow) + scratchBytes + 8 * 64;
}

function panelBytes(slots: number): number {
  return Math.max(1, slots) * 32;
}

function tilePanels(slots: number): number {
  return Math.min(128, Math.max(4, Math.floor(tileBytes / panelBytes(slots))));
}

/** What is done with the rows of a slice, tile after tile. */
export interface Visitor {
  /** A tile begins: its first row among those at hand, and how many they are. */
  begin?(row: number, rows: number): void;
  /** Tree `tree` of a block, number `number` through all blocks, led the rows of the tile to `leaves`, a word a row. */
  tree(placed: PlacedTrees, tree: number, number: number, leaves: number): void;
  /** All trees have led the tile to their leaves. */
  end?(): void;
}

/** In a job: ranks the rows of a slice tile by tile and leads each tile through all trees in their order. */
export function walkSlice(bench: Bench, slice: Slice<unknown>, task: Task, visitor: Visitor): void {
  const { columns, blocks, firstTree } = slice.walk;
  const bytes = panelBytes(columns.length);
  const tile = 8 * tilePanels(columns.length);
  const address = bench.arena.take((tile / 8) * bytes);
  const leaves = bench.arena.take(tile * 4);
  for (let row = slice.from; row < slice.to; row += tile) {
    const rows = Math.min(tile, slice.to - row);
    task.report((row - slice.from) / (slice.to - slice.from));
    const panels = { address, bytes, count: Math.ceil(rows / 8) };
    rankRows(bench, columns, row, rows, panels);
    visitor.begin?.(row, rows);
    let number = firstTree;
    for (const placed of blocks) {
      for (let tree = 0; tree < placed.trees; tree++) {
        if ((number & 15) === 0) task.check();
        findLeaves(bench, placed, tree, panels, leaves, task);
        visitor.tree(placed, tree, number++, leaves);
      }
    }
    visitor.end?.();
  }
}

function rankRows(
  { loops }: Bench,
  columns: readonly PlacedColumn[],
  row: number,
  rows: number,
  panels: Panels,
): void {
  columns.forEach(({ kind, values, table, count }, slot) => {
    const from = values + 8 * row;
    const to = panels.address + 32 * slot;
    if (kind === 'numeric') loops.rankNumbers(from, rows, table, count, to, panels.bytes);
    else loops.rankGroups(from, rows, table, count, to, panels.bytes);
  });
}
