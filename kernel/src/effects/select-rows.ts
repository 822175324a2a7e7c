import type { Feature, Features } from '../data/table.js';
import type { TextDesign } from '../text/text-design.js';

/** Some rows of features, in the order of `rows`. */
export function selectRows(features: Features, rows: Int32Array): Features {
  const list = features.list.map(
    (feature): Feature => ({ ...feature, values: Float64Array.from(rows, (row) => feature.values[row]) }),
  );
  return { rows: rows.length, list };
}

/** A text design of some rows; distinct texts are shared, not copied. */
export function selectTextRows(design: TextDesign, rows: Int32Array): TextDesign {
  return { ...design, rows: rows.length, codes: rows.map((row) => design.codes[row]) };
}

/** Columns of features side by side with more features of the same rows. */
export function joinFeatures(features: Features, more: readonly Feature[]): Features {
  return { rows: features.rows, list: [...features.list, ...more] };
}
