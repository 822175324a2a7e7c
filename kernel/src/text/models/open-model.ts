import { readFile } from 'node:fs/promises';
import type { Pooling } from '../../plan.js';
import { inputError } from '../../problem.js';
import type { Ground } from '../encoder-interface.js';
import type { Reader } from '../engine/reader.js';
import { loadRuntime } from '../engine/runtime.js';
import { withOutput } from '../onnx/write-model.js';
import type { DescribedModel } from './describe-model.js';
import { ModelFolder } from './model-folder.js';
import { openTokenizer } from './open-tokenizer.js';

/** Opens a model whose files have been looked at. */
export async function openModel(model: DescribedModel, { device }: Ground): Promise<Reader> {
  const { info, pooling, normalize, output, inputs, alone } = model;
  const { dimensions, window } = info;
  const folder = new ModelFolder(model.folder, info.name);
  const { tokenize, before, after } = await openTokenizer(folder);
  const { open, Tensor } = await loadRuntime();
  const { path } = await folder.locate(model.file);
  // A file beside it is found from its path alone.
  const session = await open(model.external ? path : await withHidden(path, output, dimensions), device);
  const values = (name: string, ids: BigInt64Array, length: number): BigInt64Array => {
    if (name === 'input_ids') return ids;
    if (name === 'attention_mask') return new BigInt64Array(ids.length).fill(1n);
    if (name === 'position_ids') return ids.map((_, i) => BigInt(i % length));
    return new BigInt64Array(ids.length);
  };
  const run = async (sequences: readonly (readonly number[])[]): Promise<Float32Array> => {
    const { length } = sequences[0];
    const ids = BigInt64Array.from(sequences.flat(), BigInt);
    const feeds = Object.fromEntries(
      inputs.map((name) => [
        name,
        new Tensor('int64', values(name, ids, length), [sequences.length, length]),
      ]),
    );
    const { data, dims } = (await session.run(feeds, [output]))[output];
    if (!(data instanceof Float32Array) || dims.join() !== [sequences.length, length, dimensions].join()) {
      throw inputError(
        'CS4008',
        `The model ${info.name} yields ${dims.join(' x ')} numbers where ${dimensions} a token were expected.`,
      );
    }
    return poolTokens(data, length, dimensions, pooling);
  };
  return {
    dimensions,
    window,
    marks: before.length + after.length,
    windows: info.windows,
    joining: pooling === 'max' ? 'max' : 'mean',
    unit: normalize ? 'all' : 'none',
    tokenize,
    mark: (ids) => [...before, ...ids, ...after],
    async run(windows) {
      if (!alone && windows.length > 1) return run(windows);
      const vectors = new Float32Array(windows.length * dimensions);
      for (const [i, window] of windows.entries()) {
        // Some operators add up a batch of one in another order than others: a window alone is given its own company.
        const batch = alone ? [window] : [window, window];
        vectors.set((await run(batch)).subarray(0, dimensions), i * dimensions);
      }
      return vectors;
    },
  };
}

/** The file, yielding the value that is pooled where it does not already. */
async function withHidden(path: string, output: string, dimensions: number): Promise<Uint8Array> {
  const file = await readFile(path);
  const known =
    ['last_hidden_state', 'token_embeddings'].includes(output) || output.startsWith('hidden_states');
  if (known) return file;
  return withOutput(file, { name: output, type: 'float32', dims: ['texts', 'tokens', dimensions] });
}

function poolTokens(tokens: Float32Array, length: number, width: number, pooling: Pooling): Float32Array {
  const texts = tokens.length / (length * width);
  const pooled = new Float32Array(texts * width);
  for (let text = 0; text < texts; text++) {
    const from = text * length * width;
    const into = pooled.subarray(text * width, (text + 1) * width);
    into.set(tokens.subarray(from, from + width));
    for (let token = 1; token < length && pooling !== 'cls'; token++) {
      const at = from + token * width;
      if (pooling === 'max') for (let j = 0; j < width; j++) into[j] = Math.max(into[j], tokens[at + j]);
      else for (let j = 0; j < width; j++) into[j] += tokens[at + j];
    }
    if (pooling === 'mean') for (let j = 0; j < width; j++) into[j] /= length;
  }
  return pooled;
}
