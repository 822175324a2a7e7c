import { expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';

const count = 101;

/** Records of `bytes` each gathered from twice as many and parted by a flag, and what should come of it. */
function parted(loops: 'wasm' | 'plain', bytes: number): [actual: number[], expected: number[]] {
  const { arena, memory, loops: hot } = new Engine({ loops });
  const random = createRandom(bytes, 0);
  const words = bytes / 4;
  const numbers = Uint32Array.from({ length: 2 * count * words }, (_, i) => i);
  const rows = Uint32Array.from({ length: count }, () => random.below(2 * count));
  const flags = Uint8Array.from({ length: count }, () => random.below(2));
  const from = arena.copy(numbers);
  const to = arena.take(bytes * count);
  hot.gatherRecords(from, arena.copy(rows), count, bytes, to);
  hot.partRecords(to, count, bytes, arena.copy(flags), arena.take(bytes * count));
  const sides = [1, 0].flatMap((side) => [...rows].filter((_, i) => flags[i] === side));
  return [
    [...memory.views.u32.subarray(to >>> 2, (to >>> 2) + words * count)],
    sides.flatMap((row) => [...numbers.subarray(row * words, (row + 1) * words)]),
  ];
}

test.each([4, 8, 12, 16, 24, 32, 48, 64, 128])('gathers and parts records of %i bytes, in order', (bytes) => {
  for (const loops of ['wasm', 'plain'] as const) {
    const [actual, expected] = parted(loops, bytes);
    expect(actual).toEqual(expected);
  }
});

test.each(['wasm', 'plain'] as const)('flags lines by what a table says of their bins: %s', (loops) => {
  const { arena, memory, loops: hot } = new Engine({ loops });
  const stride = 8;
  const lines = Uint8Array.from({ length: count * stride }, (_, i) => (i * 37) % 256);
  const table = Uint8Array.from({ length: 256 }, (_, bin) => (bin % 3 === 0 ? 1 : 0));
  const flags = arena.take(count);
  const left = hot.flagRecords(arena.copy(lines), count, stride, 5, arena.copy(table), flags);
  const expected = Array.from({ length: count }, (_, i) => table[lines[i * stride + 5]]);
  expect([...memory.views.u8.subarray(flags, flags + count)]).toEqual(expected);
  expect(left).toBe(expected.filter((flag) => flag === 1).length);
});
