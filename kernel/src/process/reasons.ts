import { type OutputColumn, outputColumn, textColumn } from '../data/output-column.js';
import type { Table } from '../data/table.js';
import type { Attributions } from '../explain/attributions.js';

/** Longest value shown in a reason, in characters. */
const shownCharacters = 40;
/** Of every number: as many as it takes for the parts to add up. */
const digits = 4;

/**
 * What moves each score, as a sum: `effect 0.143 = 0.101 base + 0.0421 tenure (12) - 0.0002 of 3 others`. The parts of a row are exact attributions and add up to
 * what is explained, but for the rounding of the digits that are shown.
 *
 * @param count of the strongest sources that are named
 */
export function reasonsColumn(
  name: string,
  { of, base, sources, predictions, values }: Attributions,
  table: Table,
  count: number,
): OutputColumn {
  const width = sources.length;
  const what = /^(?:effect|log odds|probability)/.exec(of)?.[0] ?? 'prediction';
  const shown = sources.map((source) => shownValue(table, source));
  const texts = Array.from(predictions, (prediction, row) => {
    const parts = values.subarray(row * width, (row + 1) * width);
    const order = [...parts.keys()].sort((a, b) => Math.abs(parts[b]) - Math.abs(parts[a]) || a - b);
    const named = order.slice(0, count).map((s) => `${part(parts[s])} ${sources[s]}${shown[s](row)}`);
    const others = order.slice(count);
    const rest = others.reduce((sum, s) => sum + parts[s], 0);
    if (others.length > 0)
      named.push(`${part(rest)} of ${others.length} ${others.length === 1 ? 'other' : 'others'}`);
    return `${what} ${number(prediction)} = ${number(base)} base${named.join('')}`;
  });
  return textColumn(`${name}_reasons`, texts);
}

const number = (value: number): string => String(Number(value.toPrecision(digits)));

const part = (value: number): string => ` ${value < 0 ? '-' : '+'} ${number(Math.abs(value))}`;

/** The value of a column in brackets; nothing for a text, which is too long for a cell. */
function shownValue(table: Table, source: string): (row: number) => string {
  const column = table.columns.get(source);
  if (!column || column.kind === 'text') return () => '';
  const { at } = outputColumn(column);
  return (row) => ` (${String(at(row) ?? 'missing').slice(0, shownCharacters)})`;
}
