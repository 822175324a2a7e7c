import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Column, Table } from '../../../kernel/src/data/table.js';
import type { EffectRequest } from '../../../kernel/src/effects/request.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';

export type Parameters = EffectRequest['parameters'];

export const number = (name: string, values: ArrayLike<number>): Column => ({
  kind: 'numeric',
  name,
  type: 'numeric',
  values: Float64Array.from(values),
});

export const boolean = (name: string, values: ArrayLike<number>): Column => ({
  kind: 'numeric',
  name,
  type: 'boolean',
  values: Float64Array.from(values),
});

/** A category from names; empty text is missing. */
export function category(name: string, values: readonly string[]): Column {
  const levels = [...new Set(values)].filter((level) => level !== '');
  const codes = Int32Array.from(values, (value) => levels.indexOf(value));
  return { kind: 'category', name, type: 'categorical', codes, levels };
}

/** A table of columns; its rows come from rows 1, 2, ... of the source. */
export function tableOf(...columns: Column[]): Table {
  const [first] = columns;
  const rows = first.kind === 'numeric' ? first.values.length : first.codes.length;
  return {
    rows,
    columns: new Map(columns.map((column) => [column.name, column])),
    sourceRow: Int32Array.from({ length: rows }, (_, i) => i + 1),
    dataHash: '',
    warnings: [],
  };
}

/** Parameters of an effect of `treatment` on `outcome` with nothing adjusted for, but for what is given. */
export function parametersOf(given: Partial<Parameters> = {}): Parameters {
  return {
    treatment: 'treatment',
    outcome: 'outcome',
    adjustment: [],
    texts: [],
    modifiers: [],
    instruments: [],
    mediators: [],
    groups: [],
    negativeOutcomes: [],
    negativeTreatments: [],
    nuisances: { kind: 'stack', options: {} },
    implications: [],
    estimand: 'ate',
    estimator: { kind: 'aipw', options: {} },
    checks: [],
    reason: '',
    level: 0.95,
    folds: 5,
    seed: 1,
    ...given,
  };
}

/** Independent standard normal and uniform numbers of one seed. */
export function noise(seed: number): { normal(): number; uniform(): number } {
  const random = createRandom(seed, 77);
  const uniform = () => random.next();
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { normal, uniform };
}

/** Path of a public data file kept beside the project, or undefined where it is not on this machine. */
export function sharedData(path: string): string | undefined {
  const full = fileURLToPath(new URL(`../../../../shared/data/${path}`, import.meta.url));
  return existsSync(full) ? full : undefined;
}

/** Rows of a CSV file that pass a test, as a table: columns of numbers, and the rest as categories. */
export function readTable(path: string, keep: (row: Record<string, string>) => boolean = () => true): Table {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = cellsOf(header);
  const rows = lines
    .map(cellsOf)
    .map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]])))
    .filter(keep);
  const columns = names.map((name) => {
    const cells = rows.map((row) => row[name]);
    const numeric = cells.every((cell) => cell === '' || !Number.isNaN(Number(cell)));
    return numeric
      ? number(
          name,
          cells.map((cell) => (cell === '' ? Number.NaN : Number(cell))),
        )
      : category(name, cells);
  });
  return tableOf(...columns);
}

/** Cells of a line; commas inside double quotes do not part them. */
function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^,]*))/g)].map(([, inQuotes, plain]) => inQuotes ?? plain);
}
