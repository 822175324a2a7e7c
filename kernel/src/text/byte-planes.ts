/**
 * Puts numbers of four bytes together whose last bytes lie first, then all bytes before them, and so on, each number's sign behind its other bits:
 * `scripts/pack-weights.mjs` lays them out so. Like every reader of weights it takes a processor on which the last byte of a number comes first in memory.
 * @param planes 4 x count bytes
 * @returns count x 4 bytes
 */
export function joinPlanes(planes: Uint8Array): Uint8Array {
  const count = Math.floor(planes.length / 4);
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const turned =
      planes[i] | (planes[count + i] << 8) | (planes[2 * count + i] << 16) | (planes[3 * count + i] << 24);
    numbers[i] = (turned >>> 1) | (turned << 31);
  }
  return new Uint8Array(numbers.buffer);
}
