import type { Features } from '../../data/table.js';

/** Some rows of a table, in the order asked for. */
export function pickRows(features: Features, rows: Int32Array): Features {
  const list = features.list.map((feature) => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = feature.values[rows[i]];
    return { ...feature, values };
  });
  return { rows: rows.length, list };
}
