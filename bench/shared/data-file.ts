import { closeSync, openSync, readSync, renameSync, writeSync } from 'node:fs';

/**
 * Tables on disk that both sides read: a line of JSON with the number of rows and the names of the columns, then the columns one
 * after another, as 64-bit floats of this machine's byte order. The first rows or columns can be read alone.
 */
interface Header {
  readonly rows: number;
  readonly columns: readonly string[];
}

const mostHeaderBytes = 65_536;

/** Writes a table column by column, so that it need not be in memory; the file appears when it is whole. */
export function writeTable(
  path: string,
  { rows, columns }: Header,
  columnOf: (name: string, index: number) => Float64Array,
): void {
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, 'w');
  writeSync(file, `${JSON.stringify({ rows, columns })}\n`);
  columns.forEach((name, index) => {
    const values = columnOf(name, index);
    for (let from = 0; from < values.byteLength; )
      from += writeSync(
        file,
        new Uint8Array(values.buffer, values.byteOffset + from, values.byteLength - from),
      );
  });
  closeSync(file);
  renameSync(unfinished, path);
}

/** The first `rows` values of the columns that `wanted` names, or of all; by name. */
export function readTable(
  path: string,
  rows = Number.POSITIVE_INFINITY,
  wanted?: readonly string[],
): Map<string, Float64Array> {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(mostHeaderBytes);
  const line = start.subarray(0, readSync(file, start, 0, mostHeaderBytes, 0));
  const first = line.indexOf('\n') + 1;
  const header = JSON.parse(line.subarray(0, first).toString()) as Header;
  const table = new Map<string, Float64Array>();
  for (const name of wanted ?? header.columns) {
    const index = header.columns.indexOf(name);
    if (index < 0) throw new Error(`${path} has no column ${name}.`);
    const values = new Float64Array(Math.min(rows, header.rows));
    const at = first + 8 * header.rows * index;
    const bytes = new Uint8Array(values.buffer);
    for (let from = 0; from < bytes.length; )
      from += readSync(file, bytes, from, bytes.length - from, at + from);
    table.set(name, values);
  }
  closeSync(file);
  return table;
}
