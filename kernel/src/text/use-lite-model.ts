import { power } from '../statistics/power.js';
import { quantize } from './onnx/quantize.js';
import { GraphWriter, runtimeDomain, type Tensor } from './onnx/write-model.js';
import { readWeights } from './use-lite-weights.js';

/** How matrices are kept and multiplied: as published, or with 8 bits a weight. */
export type Precision = 'float32' | 'int8';

/** Dimensions of a vector. */
export const dimensions = 512;
/** Longest text the graph reads, in tokens. */
export const window = 128;
/** Added to a variance before its root is taken. */
const epsilon = 1e-6;
const heads = 4;
/** What the layers read: the first takes 256 numbers a token and makes them 512. */
const widths = [256, 512] as const;
/** Numbers a token between the two dense layers of a layer. */
const hiddenWidth = 1536;

/**
 * The transformer of the Universal Sentence Encoder Lite as an ONNX graph: `ids` (texts x tokens, int64) in, `vectors`
 * (texts x 512) of length 1 out. All texts of a batch have the same number of tokens, so that nothing is padded and masked.
 *
 * The published graph (TensorFlow, in the layout of tfjs) gathers and scatters a ragged batch around every operator; this is
 * the arithmetic that is left: the token's embedding counted twice and its position, two pre-norm layers of four heads, a mean
 * over tokens and a dense layer with tanh. The last step of the second layer is linear, so the mean is taken before it: a sixth of
 * all multiplications saved.
 *
 * @param folder of what was published beside the weights
 * @throws InputError CS4003, CS4004 where they are missing or damaged
 */
export async function compileUseLite(folder: string, precision: Precision): Promise<Uint8Array> {
  const weights = await readWeights(folder);
  const compiler = new Compiler(weights, precision);
  const first = compiler.layer(compiler.input(), 'Layer_0/', widths[0]);
  const { middle, hidden } = compiler.layer(compiler.sum(first, 'Layer_0/'), 'Layer_1/', widths[1]);
  const means = {
    middle: compiler.mean(middle, 'middle', dimensions),
    hidden: compiler.mean(hidden, 'hidden', hiddenWidth),
  };
  return compiler.finish(compiler.sum(means, 'Layer_1/'));
}

class Compiler {
  private readonly graph = new GraphWriter();
  private readonly sizes = this.graph.add('Shape', ['ids']);

  constructor(
    private readonly weights: ReadonlyMap<string, Tensor>,
    private readonly precision: Precision,
  ) {}

  /** (texts * tokens) x 256: twice the embedding, plus the position. */
  input(): string {
    const { graph } = this;
    const embedded = graph.add('Gather', [this.constant('embeddings'), 'ids'], { axis: 0 });
    const twice = graph.add('Mul', [embedded, graph.constant('two', [], Float32Array.of(2))]);
    const tokens = graph.add('Shape', ['ids'], { start: 1, end: 2 });
    const table = positions(this.tensor('timescales').values);
    const positionsOf = graph.constant('positions', [window, widths[0]], table);
    const position = graph.add('Slice', [positionsOf, this.ints('zero', 0), tokens, this.ints('first', 0)]);
    return this.reshape(graph.add('Add', [twice, position]), 'flat', -1, widths[0]);
  }

  /** What a layer adds up: its attention with what it read, and the hidden numbers of the dense layers after it. */
  layer(x: string, prefix: string, width: number): { middle: string; hidden: string } {
    const { graph } = this;
    const attended = this.attention(this.normalize(x, prefix), prefix, width);
    const residual = width === dimensions ? x : this.dense(x, `${prefix}dense`);
    const middle = graph.add('Add', [attended, residual]);
    const inner = this.normalize(middle, `${prefix}FFN/`);
    return { middle, hidden: graph.add('Relu', [this.dense(inner, `${prefix}FFN/conv1`)]) };
  }

  /** The numbers after a layer, or after its mean: its last step is linear. */
  sum({ middle, hidden }: { middle: string; hidden: string }, prefix: string): string {
    return this.graph.add('Add', [this.dense(hidden, `${prefix}FFN/conv2`), middle]);
  }

  private attention(x: string, prefix: string, width: number): string {
    const { graph } = this;
    const size = width / heads;
    const thirds = this.ints(`${prefix}thirds`, width, width, width);
    const [q, k, v] = graph.addMany('Split', [this.dense(x, `${prefix}qkv`), thirds], 3, { axis: -1 });
    const apart = graph.add('Concat', [this.sizes, this.ints(`${prefix}apart`, heads, size)], { axis: 0 });
    const split = (part: string, perm: readonly number[]) =>
      graph.add('Transpose', [graph.add('Reshape', [part, apart])], { perm });
    const scale = graph.constant(`${prefix}scale`, [], Float32Array.of(power(size, -0.5)));
    const queries = split(graph.add('Mul', [q, scale]), [0, 2, 1, 3]);
    const shares = graph.add('Softmax', [graph.add('MatMul', [queries, split(k, [0, 2, 3, 1])])], {
      axis: -1,
    });
    const seen = graph.add('MatMul', [shares, split(v, [0, 2, 1, 3])]);
    const together = graph.add('Transpose', [seen], { perm: [0, 2, 1, 3] });
    return this.dense(this.reshape(together, `${prefix}joined`, -1, width), `${prefix}output`);
  }

  /** Mean over the tokens of a text: texts x width. */
  mean(x: string, name: string, width: number): string {
    const { graph } = this;
    const tokens = graph.add('Shape', ['ids'], { start: 1, end: 2 });
    const one = graph.constant('one', [1, 1], Float32Array.of(1));
    // A reduction would add up a lone text in another order than one in company; a product does not.
    const ones = graph.add('Expand', [one, graph.add('Concat', [this.ints('row', 1), tokens], { axis: 0 })]);
    const apart = graph.add('Concat', [this.sizes, this.ints(`${name}/width`, width)], { axis: 0 });
    const sum = graph.add('MatMul', [ones, graph.add('Reshape', [x, apart])]);
    const count = graph.add('ReduceSum', [ones], { keepdims: 0 });
    return graph.add('Div', [this.reshape(sum, `${name}/flat`, -1, width), count]);
  }

  finish(mean: string): Uint8Array {
    const { graph } = this;
    const last = graph.add('Tanh', [this.dense(mean, 'tanh')]);
    const vectors = graph.add('LpNormalization', [last], { axis: -1, p: 2 });
    return graph.finish(
      'use-lite',
      [{ name: 'ids', type: 'int64', dims: ['texts', 'tokens'] }],
      [{ name: vectors, type: 'float32', dims: ['texts', dimensions] }],
    );
  }

  /** `x * kernel + bias`. */
  private dense(x: string, name: string): string {
    const { graph, precision } = this;
    const bias = this.constant(`${name}/bias`);
    if (precision === 'float32') return graph.add('Gemm', [x, this.constant(`${name}/kernel`), bias]);
    const { dims, values } = this.tensor(`${name}/kernel`);
    const [inputs, outputs] = dims;
    const { blockSize, weights, scales } = quantize(values, inputs, outputs);
    const blocks = inputs / blockSize;
    const packed = graph.constant(`${name}/kernel`, [outputs, blocks, blockSize], weights);
    const scaled = graph.constant(`${name}/scales`, [outputs * blocks], scales);
    // Level 4 multiplies whole numbers: each token's own numbers are rounded to 8 bits, block by block.
    const options = { K: inputs, N: outputs, bits: 8, block_size: blockSize, accuracy_level: 4 };
    return graph.add('MatMulNBits', [x, packed, scaled, '', '', bias], options, runtimeDomain);
  }

  private normalize(x: string, prefix: string): string {
    const inputs = [x, this.constant(`${prefix}norm/scale`), this.constant(`${prefix}norm/bias`)];
    return this.graph.add('LayerNormalization', inputs, { axis: -1, epsilon });
  }

  private reshape(x: string, name: string, ...sizes: number[]): string {
    return this.graph.add('Reshape', [x, this.ints(name, ...sizes)]);
  }

  private ints(name: string, ...values: number[]): string {
    return this.graph.constant(name, [values.length], BigInt64Array.from(values, BigInt));
  }

  private constant(name: string): string {
    const { dims, values } = this.tensor(name);
    return this.graph.constant(name, dims, values);
  }

  private tensor(name: string): Tensor & { readonly values: Float32Array } {
    const found = this.weights.get(name);
    if (!found || !(found.values instanceof Float32Array)) throw new Error(`There are no weights "${name}".`);
    return { dims: found.dims, values: found.values };
  }
}

/** Sines and cosines of every position over the time scales, `window` x 256 (Vaswani et al. 2017, section 3.5). */
function positions(timescales: Float32Array): Float32Array {
  const half = timescales.length;
  const table = new Float32Array(window * 2 * half);
  for (let position = 0; position < window; position++) {
    timescales.forEach((scale, j) => {
      const angle = Math.fround(position * scale);
      table[position * 2 * half + j] = Math.sin(angle);
      table[position * 2 * half + half + j] = Math.cos(angle);
    });
  }
  return table;
}
