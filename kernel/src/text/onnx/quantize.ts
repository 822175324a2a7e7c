/** Weights that share a scale: enough to lose little, and few enough scales to cost nothing. */
const blockSize = 64;
/** What stands for zero in a byte. */
const zero = 128;

/** A matrix in 8 bits a weight, as onnxruntime's MatMulNBits reads it. */
export interface Quantized {
  readonly blockSize: number;
  /** outputs x (inputs / blockSize) x blockSize: `scale * (byte - 128)`. */
  readonly weights: Uint8Array;
  /** outputs x (inputs / blockSize). */
  readonly scales: Float32Array;
}

/**
 * Rounds a matrix to whole numbers from -127 to 127, one scale for every block of an output's weights.
 * @param matrix inputs x outputs, row-major; inputs a multiple of the block
 */
export function quantize(matrix: Float32Array, inputs: number, outputs: number): Quantized {
  const blocks = inputs / blockSize;
  const weights = new Uint8Array(inputs * outputs);
  const scales = new Float32Array(outputs * blocks);
  for (let output = 0; output < outputs; output++) {
    for (let block = 0; block < blocks; block++) {
      let most = 0;
      for (let i = 0; i < blockSize; i++) {
        most = Math.max(most, Math.abs(matrix[(block * blockSize + i) * outputs + output]));
      }
      const scale = most > 0 ? most / 127 : 1;
      scales[output * blocks + block] = scale;
      for (let i = 0; i < blockSize; i++) {
        const value = matrix[(block * blockSize + i) * outputs + output];
        weights[output * inputs + block * blockSize + i] = zero + Math.round(value / scale);
      }
    }
  }
  return { blockSize, weights, scales };
}
