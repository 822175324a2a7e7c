import { readModelFile, readWeightBytes } from './model-files.js';

/** A tensor of float32 numbers. */
export interface Weights {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** Our name of a tensor, from the end of its published one; `layer` stands for `Layer_0/` or `Layer_1/`. */
const names: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^module\/Embeddings_en$/, 'embeddings'],
  [/AddTimingSignal\/TimingSignal\/ExpandDims_1$/, 'timescales'],
  [/hidden_layers\/tanh_layer_0\/weights$/, 'tanh/kernel'],
  [/hidden_layers\/tanh_layer_0\/bias$/, 'tanh/bias'],
  [/FFN\/(conv[12])\/Tensordot\/Reshape_1$/, 'layer/FFN/$1/kernel'],
  [/FFN\/(conv[12])\/bias\/ConcatPartitions\/concat$/, 'layer/FFN/$1/bias'],
  [/FFN\/.*layer_norm_(scale|bias)\/ConcatPartitions\/concat$/, 'layer/FFN/norm/$1'],
  [/TransformerLayer\/layer_prepostprocess\/.*layer_norm_(scale|bias)\/.*concat$/, 'layer/norm/$1'],
  [/(qkv|output)_transform_single\/kernel\/part_0$/, 'layer/$1/kernel'],
  [/(qkv|output)_transform_single\/bias\/ConcatPartitions\/concat$/, 'layer/$1/bias'],
  [/TransformerLayer\/dense\/(kernel|bias)\/ConcatPartitions\/concat$/, 'layer/dense/$1'],
];

interface Published {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/**
 * The published weights under names of ours; matrices are inputs x outputs.
 * @param folder of `model.json`, which says what the bytes are
 */
export async function readWeights(folder: string): Promise<Map<string, Weights>> {
  const model = JSON.parse((await readModelFile('model.json', folder)).toString('utf8'));
  const bytes = await readWeightBytes();
  const weights = new Map<string, Weights>();
  let at = 0;
  for (const { name, shape, dtype } of model.weightsManifest[0].weights as Published[]) {
    const count = shape.reduce((product, size) => product * size, 1);
    const ours = dtype === 'float32' ? nameOf(name) : undefined;
    if (ours !== undefined) {
      const values = new Float32Array(bytes.slice(at, at + 4 * count).buffer);
      // A convolution over single tokens is a matrix.
      weights.set(ours, { dims: shape.length === 4 ? shape.slice(2) : shape, values });
    }
    at += 4 * count;
  }
  return weights;
}

function nameOf(published: string): string | undefined {
  const layer = /Layer_\d\//.exec(published)?.[0] ?? '';
  for (const [pattern, name] of names) {
    const match = pattern.exec(published);
    if (match) return name.replace('layer/', layer).replace('$1', match[1] ?? '');
  }
  return undefined;
}
