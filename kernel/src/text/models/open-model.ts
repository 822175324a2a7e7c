import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import type { Pooling } from '../../plan.js';
import { InputError, inputError } from '../../problem.js';
import type { Ground } from '../encoder-interface.js';
import type { Reader } from '../engine/reader.js';
import { loadRuntime } from '../engine/runtime.js';
import { withOutput } from '../onnx/write-model.js';
import type { DescribedModel } from './describe-model.js';
import { ModelFolder } from './model-folder.js';

/** No token is longer, blanks around it included: what is cut lies far beyond a window. */
const charactersPerToken = 256;

/** Opens a model whose files have been looked at. */
export async function openModel(model: DescribedModel, { device }: Ground): Promise<Reader> {
  const { info, pooling, normalize, output, inputs, alone } = model;
  const { dimensions, window } = info;
  const folder = new ModelFolder(model.folder, info.name);
  const tokenizer = await openTokenizer(folder);
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
    return poolTokens(data, length, dimensions, pooling, normalize);
  };
  return {
    dimensions,
    window,
    tokenize: (text, limit) => tokenizer(text, limit),
    async run(sequences) {
      if (!alone && sequences.length > 1) return run(sequences);
      const vectors = new Float32Array(sequences.length * dimensions);
      for (const [i, sequence] of sequences.entries()) {
        // Some operators add up a batch of one in another order than others: a text alone is given its own company.
        const batch = alone ? [sequence] : [sequence, sequence];
        vectors.set((await run(batch)).subarray(0, dimensions), i * dimensions);
      }
      return vectors;
    },
  };
}

/** Text to ids, with the marks of the model at both ends, cut to a number of ids; none where there is no token between the marks. */
async function openTokenizer(folder: ModelFolder): Promise<(text: string, limit: number) => number[]> {
  const settings = (await folder.has('tokenizer_config.json'))
    ? await folder.readJson('tokenizer_config.json')
    : {};
  let tokenizer: Tokenizer;
  let marks: readonly number[];
  try {
    tokenizer = new Tokenizer(await folder.readJson('tokenizer.json'), settings);
    marks = tokenizer.encode('').ids;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw folder.damaged('tokenizer.json', 'it describes no tokenizer');
  }
  const bare = (text: string): readonly number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const sample = bare('a');
  const marked: readonly number[] = tokenizer.encode('a').ids;
  const starts = marked.findIndex((_, i) => sample.every((id, j) => marked[i + j] === id));
  const before = Math.max(0, starts);
  return (text, limit) => {
    const whole = Buffer.from(text.slice(0, limit * charactersPerToken)).toString('utf8');
    const ids = bare(whole).slice(0, Math.max(0, limit - marks.length));
    return ids.length === 0 ? [] : [...marks.slice(0, before), ...ids, ...marks.slice(before)];
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

function poolTokens(
  tokens: Float32Array,
  length: number,
  width: number,
  pooling: Pooling,
  normalize: boolean,
): Float32Array {
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
    if (normalize) {
      const norm = Math.hypot(...into) || 1;
      for (let j = 0; j < width; j++) into[j] /= norm;
    }
  }
  return pooled;
}
