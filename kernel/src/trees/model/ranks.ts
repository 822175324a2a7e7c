import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import type { FeatureInfo } from './feature-info.js';
import { groupsOfLevels, matchFeatures } from './prepare.js';

/** A table as the trees of one model see it: what `rankOf` says of every value, row after row. */
export interface Ranks {
  readonly rows: number;
  /** Features of the model. */
  readonly width: number;
  /** rows x width. */
  readonly values: Uint16Array;
}

/** Rows that are ranked at a time, so that what is written of them stays in the cache. */
const portion = 2048;

/**
 * Ranks of all rows of a table. Throws InputError CS5001 or CS5002 where a feature of the model is absent or of another kind,
 * CS5006 where there is not enough memory.
 */
export function ranksOf(
  infos: readonly FeatureInfo[],
  features: Features,
  task: Task = unwatched,
  engine: Engine = currentEngine(),
): Ranks {
  const { rows } = features;
  const width = infos.length;
  const matched = matchFeatures(infos, features);
  const values = new Uint16Array(rows * width);
  const tables = infos.map((info, j) =>
    info.kind === 'numeric' ? info.cuts : groupsOfLevels(info, matched[j]),
  );
  const tableBytes = tables.reduce((sum, { byteLength }) => sum + byteLength + 128, 0);
  engine.session(tableBytes + portion * (8 + 4) + 2 * 64, 'Ranking the rows', () => {
    const { arena, loops, memory } = engine;
    const placed = tables.map((table) => arena.copy(table));
    const cells = arena.take(8 * portion);
    const panels = arena.take(4 * portion);
    const { u16, f64 } = memory.views;
    for (let first = 0; first < rows; first += portion) {
      task.report(first / rows);
      const count = Math.min(portion, rows - first);
      infos.forEach(({ kind }, j) => {
        f64.set(matched[j].values.subarray(first, first + count), cells >>> 3);
        if (kind === 'numeric') loops.rankNumbers(cells, count, placed[j], tables[j].length, panels, 32);
        else loops.rankGroups(cells, count, placed[j], tables[j].length, panels, 32);
        const from = panels >>> 1;
        let to = first * width + j;
        for (let i = 0; i < count; i++, to += width) values[to] = u16[from + 2 * i - (i & 7)];
      });
    }
  });
  return { rows, width, values };
}
