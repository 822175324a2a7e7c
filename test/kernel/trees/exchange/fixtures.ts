import { readdirSync, readFileSync } from 'node:fs';
import type { Features } from '../../../../kernel/src/data/table.js';

export type Cell = number | string | null;

/** Rows of a table; null is missing, a text a category. */
export interface Rows {
  readonly columns: readonly { readonly name: string; readonly kind: 'numeric' | 'categorical' }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a library says of rows. */
export interface Said {
  /** rows x outputs. */
  readonly raw: readonly (readonly number[])[];
  /** rows x outputs x (features and the expectation). */
  readonly contributions: readonly (readonly (readonly number[])[])[];
}

/** A model of a library with what the library says of a few rows; made by fixtures/make.py. */
export interface Fixture extends Rows, Said {
  readonly library: 'lightgbm' | 'xgboost';
  readonly scale: number;
  readonly contribution_scale: number;
  readonly model: string;
}

const folder = new URL('./fixtures/', import.meta.url);

/** All of them by their names. */
export const fixtures: readonly (readonly [string, Fixture])[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture,
  ]);

/** The model of one of them, by its name. */
export function modelOf(name: string): string {
  const found = fixtures.find(([file]) => file === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found[1].model;
}

export function tableOf({ columns, rows }: Rows): Features {
  const list = columns.map(({ name, kind }, j) => {
    const cells = rows.map((row) => row[j]);
    if (kind === 'numeric') {
      const values = Float64Array.from(cells, (cell) => Number(cell ?? Number.NaN));
      return { name, source: name, kind, values };
    }
    const levels = [...new Set(cells.filter((cell) => cell !== null))].map(String);
    const values = Float64Array.from(cells, (cell) =>
      cell === null ? Number.NaN : levels.indexOf(String(cell)),
    );
    return { name, source: name, kind, values, levels };
  });
  return { rows: rows.length, list };
}
