import type { Features } from '../../data/table.js';
import type { FeatureInfo } from '../model/feature-info.js';
import { type Ranks, ranksOf } from '../model/ranks.js';

/** Rows to explain, ranked a stretch at a time: never all of a large table at once. */
export interface RankSource {
  readonly rows: number;
  /** Features of the model. */
  readonly width: number;
  /** Ranks of `count` rows from the row `from` on. */
  ranks(from: number, count: number): Ranks;
}

/** Some rows of a table, in the order asked for. Ranking throws InputError CS5001, CS5002 as {@link ranksOf} does. */
export function rankRows(infos: readonly FeatureInfo[], features: Features, rows: Int32Array): RankSource {
  return {
    rows: rows.length,
    width: infos.length,
    ranks: (from, count) => ranksOf(infos, pickRows(features, rows.subarray(from, from + count))),
  };
}

/** Ranks that are there already. */
export function allRanks(all: Ranks): RankSource {
  const { rows, width, values } = all;
  return {
    rows,
    width,
    ranks: (from, count) => ({
      rows: count,
      width,
      values: values.subarray(from * width, (from + count) * width),
    }),
  };
}

/** Some rows of a table, in the order asked for. */
export function pickRows(features: Features, rows: Int32Array): Features {
  const list = features.list.map((feature) => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = feature.values[rows[i]];
    return { ...feature, values };
  });
  return { rows: rows.length, list };
}
