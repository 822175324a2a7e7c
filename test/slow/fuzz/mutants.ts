import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../../kernel/src/statistics/random.js';

const specs = join(import.meta.dirname, '../../server/specs');

/** Declarations and commands of all specs of the tests, valid ones and wrong ones. */
const pieces = readdirSync(specs)
  .filter((name) => name.endsWith('.causal'))
  .flatMap((name) => readFileSync(join(specs, name), 'utf8').split(/\n{2,}/))
  .filter((piece) => piece.trim() !== '' && piece.length < 1500);

const words = [...new Set(pieces.flatMap((piece) => piece.match(/[^\s(){},]+|[(){},]/g) ?? []))];

/** Signs that open something, end something, or that names and texts rarely hold. */
const odd = [
  '{',
  '}',
  '(',
  ')',
  '->',
  '"',
  '`',
  '?',
  ',',
  '/*',
  '*/',
  '//',
  '\r\n',
  '\t',
  '\u0000',
  '\ufeff',
  '🌊',
  '\ud83c',
  'é',
  '\u202e',
  '__proto__',
  'constructor',
  '-',
  '1e999',
  '0x10',
  '9'.repeat(40),
];

export const below = (random: Random, n: number): number => Math.floor(random.next() * n);
export const oneOf = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!;

function inserted(random: Random): string {
  switch (below(random, 4)) {
    case 0:
      return oneOf(random, odd);
    case 1:
      return ` ${oneOf(random, words)} `;
    case 2:
      return String.fromCharCode(...Array.from({ length: below(random, 8) }, () => below(random, 0x10000)));
    default:
      return '';
  }
}

/** A text that is changed in one place: something is cut out, put in, doubled or cut off. */
export function mutated(random: Random, text: string): string {
  const place = below(random, text.length + 1);
  const length = below(random, 30);
  switch (below(random, 6)) {
    case 0:
      return text.slice(0, place);
    case 1:
      return text.slice(0, place) + text.slice(place, place + length).repeat(2) + text.slice(place + length);
    default:
      return text.slice(0, place) + inserted(random) + text.slice(place + (random.next() < 0.5 ? length : 0));
  }
}

/** A spec of one to four declarations out of all tests, changed in up to four places. */
export function mutant(random: Random): string {
  let text = Array.from({ length: 1 + below(random, 4) }, () => oneOf(random, pieces)).join('\n\n');
  for (let changes = below(random, 5); changes > 0; changes--) text = mutated(random, text);
  return text;
}

/** A value of JSON in which one part, anywhere, has become something of another kind. */
export function spoilt(random: Random, value: unknown): unknown {
  if (value !== null && typeof value === 'object' && random.next() < 0.75) {
    const entries = Object.entries(value);
    if (entries.length > 0) {
      const [name, part] = oneOf(random, entries);
      const other = spoilt(random, part);
      if (Array.isArray(value)) return value.map((v, i) => (String(i) === name ? other : v));
      return { ...value, [name]: other };
    }
  }
  return oneOf<unknown>(random, [null, -1, 1e12, 0.5, '', 'file:///x', true, [], {}, [null], undefined]);
}
