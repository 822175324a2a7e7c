import type { Column, Table, TextColumn } from '../../kernel/src/data/table.js';
import type { Visit } from '../../samples/generate/shop.js';

const numeric = (
  name: string,
  values: readonly number[],
  type: 'numeric' | 'boolean' = 'numeric',
): Column => ({
  kind: 'numeric',
  name,
  type,
  values: Float64Array.from(values),
});

function coded(values: readonly string[]): { codes: Int32Array; levels: string[] } {
  const index = new Map<string, number>();
  for (const value of values) if (!index.has(value)) index.set(value, index.size);
  return { codes: Int32Array.from(values, (value) => index.get(value)!), levels: [...index.keys()] };
}

/** The generated shop as the data room would load it from its file. */
export function shopTable(visits: readonly Visit[]): { table: Table; history: TextColumn } {
  const device = coded(visits.map((v) => v.device));
  const texts = coded(visits.map((v) => v.browsing.text));
  const history: TextColumn = {
    kind: 'text',
    name: 'history',
    type: 'text',
    codes: texts.codes,
    distinct: texts.levels,
  };
  const columns: Column[] = [
    numeric(
      'tenure',
      visits.map((v) => v.tenure),
    ),
    numeric(
      'recency',
      visits.map((v) => v.recency),
    ),
    numeric(
      'price',
      visits.map((v) => v.price),
    ),
    { kind: 'category', name: 'device', type: 'categorical', codes: device.codes, levels: device.levels },
    history,
    numeric(
      'coupon',
      visits.map((v) => v.coupon),
      'boolean',
    ),
    numeric(
      'purchased',
      visits.map((v) => v.purchased),
      'boolean',
    ),
  ];
  const table: Table = {
    rows: visits.length,
    columns: new Map(columns.map((column) => [column.name, column])),
    sourceRow: Int32Array.from(visits, (_, i) => i + 1),
    dataHash: '',
    warnings: [],
  };
  return { table, history };
}
