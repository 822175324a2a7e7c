import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GraphWriter } from '../../../../kernel/src/text/onnx/write-model.js';

/** A BERT with random weights, small enough to be written by every test that needs one. */
export interface TinyBert {
  readonly layers: number;
  readonly seed: number;
}

export const width = 16;
const heads = 2;
const inner = 32;
export const positions = 24;
const words = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'a',
  'lamp',
  'is',
  'broken',
  'red',
  'love',
  '##ly',
  '.',
  'ok',
  's',
  '##s',
];

/** The files of the model, by their paths in its folder. */
export function tinyBert({ layers, seed }: TinyBert): Map<string, Uint8Array> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  return new Map<string, Uint8Array>([
    [
      'config.json',
      json({
        model_type: 'bert',
        hidden_size: width,
        num_hidden_layers: layers,
        max_position_embeddings: positions,
      }),
    ],
    ['tokenizer.json', json(tokenizer())],
    ['tokenizer_config.json', json({ tokenizer_class: 'BertTokenizer', model_max_length: 512 })],
    ['onnx/model.onnx', graphOf(layers, seed)],
  ]);
}

export async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

function tokenizer(): object {
  const special = ['[CLS]', '[SEP]'].map((token) => [
    token,
    { id: token, ids: [words.indexOf(token)], tokens: [token] },
  ]);
  return {
    version: '1.0',
    added_tokens: words.slice(0, 5).map((content, id) => ({
      ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(special),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  };
}

/** Numbers from -1 to 1; the same for a seed everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function graphOf(layers: number, seed: number): Uint8Array {
  const graph = new GraphWriter();
  const next = random(seed);
  const weights = (name: string, ...dims: number[]) =>
    graph.constant(
      name,
      dims,
      Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => next()),
    );
  const ints = (name: string, ...values: number[]) =>
    graph.constant(name, [values.length], BigInt64Array.from(values, BigInt));
  const number = (name: string, value: number) => graph.constant(name, [], Float32Array.of(value));
  const normal = (x: string, name: string) =>
    graph.add('LayerNormalization', [x, weights(`${name}.scale`, width), weights(`${name}.bias`, width)], {
      axis: -1,
    });
  const dense = (x: string, name: string, from: number, to: number) =>
    graph.add('Add', [graph.add('MatMul', [x, weights(`${name}.w`, from, to)]), weights(`${name}.b`, to)]);

  graph.scope = '/embeddings/';
  const length = graph.add('Shape', ['input_ids'], { start: 1, end: 2 });
  const places = graph.add('Slice', [
    weights('places', positions, width),
    ints('from', 0),
    length,
    ints('axis', 0),
  ]);
  const tokens = graph.add('Gather', [weights('words', words.length, width), 'input_ids']);
  const types = graph.add('Gather', [weights('types', 2, width), 'token_type_ids']);
  let x = normal(graph.add('Add', [graph.add('Add', [tokens, types]), places]), 'embeddings');
  graph.scope = '/';
  const missing = graph.add('Sub', [number('one', 1), graph.add('Cast', ['attention_mask'], { to: 1 })]);
  const penalty = graph.add('Mul', [missing, number('far', -10_000)]);
  const mask = graph.add('Unsqueeze', [penalty, ints('mask.axes', 1, 2)]);
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `layer.${layer}`;
    graph.scope = `/encoder/layer.${layer}/attention/`;
    const split = (name: string, perm: readonly number[]) => {
      const shape = ints(`${prefix}.${name}.shape`, 0, 0, heads, width / heads);
      return graph.add(
        'Transpose',
        [graph.add('Reshape', [dense(x, `${prefix}.${name}`, width, width), shape])],
        { perm },
      );
    };
    const scores = graph.add('MatMul', [split('q', [0, 2, 1, 3]), split('k', [0, 2, 3, 1])]);
    const shares = graph.add('Softmax', [graph.add('Add', [scores, mask])], { axis: -1 });
    const seen = graph.add('Transpose', [graph.add('MatMul', [shares, split('v', [0, 2, 1, 3])])], {
      perm: [0, 2, 1, 3],
    });
    const joined = graph.add('Reshape', [seen, ints(`${prefix}.joined`, 0, 0, width)]);
    const middle = normal(graph.add('Add', [joined, x]), `${prefix}.attention`);
    graph.scope = `/encoder/layer.${layer}/output/`;
    const hidden = graph.add('Tanh', [dense(middle, `${prefix}.up`, width, inner)]);
    x = normal(graph.add('Add', [dense(hidden, `${prefix}.down`, inner, width), middle]), `${prefix}.output`);
  }
  graph.scope = '/';
  const dims = ['texts', 'tokens'];
  return graph.finish(
    'tiny-bert',
    ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({ name, type: 'int64' as const, dims })),
    [{ name: graph.name('last_hidden_state', x), type: 'float32', dims: [...dims, width] }],
  );
}
