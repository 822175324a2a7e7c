import type { Features } from '../../data/table.js';
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
  slotsOf,
} from './placed-trees.js';
import { groupsOfLevels, matchFeatures } from './prepare.js';
import type { Trees } from './trees.js';

/** Bytes of a table's values that are brought into the engine's memory at a time. */
const portionBytes = 2 ** 24;
/** Bytes of panels that a thread ranks and then walks tree after tree: they stay in its cache. */
const tileBytes = 2 ** 15;
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
  /** One per slot of a panel. */
  readonly columns: readonly PlacedColumn[];
  /** Address of the results of the rows at hand. */
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
  readonly infos: readonly FeatureInfo[];
  readonly features: Features;
  /** What is being done, in a few words, for who is told that it would not fit. */
  readonly what: string;
  /** Numbers that the job leaves for each row, as doubles. */
  readonly results: number;
  /** What is done with every part of the rows: it calls {@link walkSlice}. */
  readonly job: Job<Slice<Argument>, void>;
  readonly argument: Argument;
  /** Memory that the job takes from its arena beside that of the walk, and of a row of a tile on top. */
  readonly scratchBytes?: number;
  readonly scratchBytesOfRow?: number;
}

/**
 * Walks the rows of a table through all trees on all threads: portion by portion, each in slices that are shared out as a
 * job. `take` is handed the results of rows `first` to `first + rows`, rows x results, in the engine's own memory.
 * Throws InputError CS5001, CS5002 (columns) and CS5006 (memory).
 */
export function walkTable<Argument>(
  engine: Engine,
  request: WalkRequest<Argument>,
  take: (results: Float64Array, first: number, rows: number) => void,
  task: Task,
): void {
  const { blocks, infos, features, results } = request;
  const matched = matchFeatures(infos, features);
  const slots = slotsOf(blocks, infos.length);
  const rowBytes = 8 * (slots.features.length + results);
  const most = Math.max(64 * engine.threads, Math.floor(portionBytes / rowBytes));
  const portion = Math.ceil(Math.min(features.rows, most) / 8) * 8;
  const scratch = scratchOf(request, slots.features.length);
  const bytes =
    blocks.reduce((sum, trees) => sum + placedBytes(trees, infos.length), 0) +
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
      take(engine.memory.views.f64.subarray(from, from + rows * results), first, rows);
    }
  });

  function place(): Walk {
    const { arena, loops } = engine;
    const placed = blocks.map((trees) => {
      task.check();
      return placeTrees(arena, loops, trees, slots);
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
    return { blocks: placed, columns, results: arena.take(portion * 8 * results), resultBytes: 8 * results };
  }

  function bringIn({ columns }: Walk, first: number, rows: number): void {
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
  const { columns, blocks } = slice.walk;
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
    let number = 0;
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
