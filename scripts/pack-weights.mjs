import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';

/**
 * The weights of the built-in encoder in fewer bytes, none of them lost. As they are published they hardly deflate: in every number, three bytes of chance
 * lie beside one that is alike in all. So the sign of each number goes behind its other bits, which leaves the exponent a byte of its own; and first
 * come the last bytes of all numbers, then those before them, and so on. What repeats in them repeats by chance, so they are coded one by one.
 * `kernel/src/text/byte-planes.ts` puts the numbers together again.
 * @param folder of the published files
 */
export function packWeights(folder) {
  const [{ paths, weights }] = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')).weightsManifest;
  const odd = weights.filter(
    ({ dtype, quantization }) => !['float32', 'int32'].includes(dtype) || quantization,
  );
  if (odd.length > 0)
    throw new Error(`Weights of other than four bytes: ${odd.map(({ name }) => name).join(', ')}.`);
  const bytes = Buffer.concat(paths.map((path) => readFileSync(join(folder, path))));
  const count = bytes.length / 4;
  if (!Number.isInteger(count)) throw new Error(`The weights in ${folder} end within a number.`);
  const planes = Buffer.alloc(bytes.length);
  for (let i = 0; i < count; i++) {
    const number = bytes.readUInt32LE(4 * i);
    const turned = (number << 1) | (number >>> 31);
    for (let plane = 0; plane < 4; plane++) planes[plane * count + i] = turned >>> (8 * plane);
  }
  return deflateRawSync(planes, { strategy: constants.Z_HUFFMAN_ONLY });
}
