import { createHash } from 'node:crypto';
import type { LoadStep } from '../plan.js';
import { inputError } from '../problem.js';
import { say } from '../words/say.js';
import type { Column } from './table.js';

type Split = NonNullable<LoadStep['parameters']['split']>;

/**
 * Which rows are held out, 1 for a test row. By row and by unit the draw depends on the seed and on the row's number in the
 * file, or the unit's id, alone: a unit is never in both parts, and new rows move no old one. By time the latest rows are
 * held out, all rows of one moment together; rows without a time are learnt from.
 *
 * @throws InputError CS1129 where a part would be empty
 */
export function heldOutRows(
  split: Split,
  sourceRow: Int32Array,
  unit: Column | undefined,
  time: Column | undefined,
): Uint8Array {
  const held = split.by === 'time' ? byTime(split, time) : byKey(split, sourceRow, unit);
  const count = held.reduce((sum, value) => sum + value, 0);
  if (count === 0 || count === held.length) {
    const part = count === 0 ? say`to test on` : say`to learn from`;
    throw inputError(
      'CS1129',
      say`The split by ${split.by} leaves no rows ${part}; choose other shares or another way.`,
    );
  }
  return held;
}

/** A number in [0, 1) that only the seed and the key decide. */
function draw(seed: number, key: string | number): number {
  return createHash('sha256').update(`${seed}\n${key}`).digest().readUInt32BE(0) / 2 ** 32;
}

function byKey(split: Split, sourceRow: Int32Array, unit: Column | undefined): Uint8Array {
  const held = (key: string | number): number => (draw(split.seed, key) >= split.train ? 1 : 0);
  const byRow = (row: number): number => held(sourceRow[row]!);
  if (split.by === 'row') return Uint8Array.from(sourceRow, (_, row) => byRow(row));
  if (!unit)
    throw inputError('CS1129', say`A split by unit needs a \`unit\` clause that names the column of its id.`);
  if (unit.kind === 'numeric') {
    const known = new Map<number, number>();
    return Uint8Array.from(unit.values, (value, row) => {
      if (Number.isNaN(value)) return byRow(row);
      const part = known.get(value) ?? held(value);
      known.set(value, part);
      return part;
    });
  }
  const names = unit.kind === 'text' ? unit.distinct : unit.levels;
  const parts = names.map(held);
  return Uint8Array.from(unit.codes, (code, row) => (code < 0 ? byRow(row) : parts[code]!));
}

function byTime(split: Split, time: Column | undefined): Uint8Array {
  if (time?.kind !== 'numeric') {
    throw inputError(
      'CS1129',
      say`A split by time needs a \`time\` clause that names a column of dates or numbers.`,
    );
  }
  const known = time.values.filter((value) => !Number.isNaN(value)).sort();
  const cut =
    known[Math.min(known.length - 1, Math.floor(split.train * known.length))] ?? Number.POSITIVE_INFINITY;
  return Uint8Array.from(time.values, (value) => (value >= cut ? 1 : 0));
}
