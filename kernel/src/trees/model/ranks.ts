import type { Features } from '../../data/table.js';
import { type FeatureInfo, rankOf } from './feature-info.js';
import { prepareColumns } from './prepare.js';

/** A table as the trees of one model see it: what {@link rankOf} says of every value, row after row. */
export interface Ranks {
  readonly rows: number;
  /** Features of the model. */
  readonly width: number;
  /** rows x width. */
  readonly values: Uint16Array;
}

/** Ranks of all rows of a table. Throws InputError where a feature of the model is absent or of another kind. */
export function ranksOf(infos: readonly FeatureInfo[], features: Features): Ranks {
  const width = infos.length;
  const values = new Uint16Array(features.rows * width);
  prepareColumns(infos, features).forEach((column, j) => {
    for (let row = 0; row < features.rows; row++) values[row * width + j] = rankOf(infos[j], column[row]);
  });
  return { rows: features.rows, width, values };
}
