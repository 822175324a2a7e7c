import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers that depend on the seed and the stream alone, never on what other streams drew. */
export interface Random {
  /** Uniform on [0, 1), 32 bits. */
  next(): number;
  /** Uniform whole number in [0, n), n at most 2^31. */
  below(n: number): number;
}

/** One stream of random numbers per (seed, stream), so that trees may be grown in any order with the same result. */
export function createRandom(seed: number, stream = 0): Random {
  const mixed = scramble(scramble(seed | 0) ^ scramble((Math.floor(seed / 2 ** 32) | 0) + stream));
  const generator = xoroshiro128plus(mixed);
  const next = (): number => (generator.next() >>> 0) / 2 ** 32;
  return { next, below: (n) => Math.floor(next() * n) };
}

/** Finaliser of MurmurHash3: neighbouring seeds and streams become unrelated ones. */
function scramble(value: number): number {
  let h = value + 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Uniform draw of `count` of the items without replacement, in their order (Knuth, algorithm S). */
export function sampleSorted(items: Int32Array, count: number, random: Random): Int32Array {
  const chosen = new Int32Array(Math.min(count, items.length));
  let taken = 0;
  for (let i = 0; taken < chosen.length; i++) {
    if (random.next() * (items.length - i) < chosen.length - taken) chosen[taken++] = items[i];
  }
  return chosen;
}
