import { GraphWriter } from '../../../../kernel/src/text/onnx/write-model.js';

/** A translator small enough to be written by every test that needs one: each word becomes another, and its place stays. */
export interface TinyTranslator {
  /** Word by word: `[from, to]`. */
  readonly words: readonly (readonly [string, string])[];
  /** Goes on from earlier steps where it can. */
  readonly withPast: boolean;
}

const special = ['<pad>', '</s>', '<unk>'];
const [pad, end] = [0, 1];

/** The files of the model, by their paths in its folder. */
export function tinyTranslator({ words, withPast }: TinyTranslator): Map<string, Uint8Array> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const vocabulary = [...special, ...new Set(words.flat())];
  const becomes = new Map(words.map(([from, to]) => [vocabulary.indexOf(from), vocabulary.indexOf(to)]));
  const size = vocabulary.length;
  const config = {
    model_type: 'marian',
    decoder_start_token_id: pad,
    pad_token_id: pad,
    eos_token_id: end,
    max_position_embeddings: 12,
  };
  return new Map<string, Uint8Array>([
    ['config.json', json(config)],
    ['tokenizer.json', json(tokenizer(vocabulary))],
    ['onnx/encoder_model.onnx', encoder(size, becomes)],
    ['onnx/decoder_model.onnx', decoder(size)],
    ...(withPast ? ([['onnx/decoder_with_past_model.onnx', decoderWithPast(size)]] as const) : []),
  ]);
}

function tokenizer(vocabulary: readonly string[]): object {
  return {
    version: '1.0',
    added_tokens: special.map((content, id) => ({
      ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      pair: [],
      special_tokens: { '</s>': { id: '</s>', ids: [end], tokens: ['</s>'] } },
    },
    decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    model: {
      type: 'Unigram',
      unk_id: special.indexOf('<unk>'),
      vocab: vocabulary.map((word, id) => [
        id < special.length ? word : `▁${word}`,
        id < special.length ? -50 : -1,
      ]),
    },
  };
}

const float = (dims: readonly (string | number)[], name: string) => ({
  name,
  type: 'float32' as const,
  dims,
});
const int = (name: string, ...dims: string[]) => ({ name, type: 'int64' as const, dims });
const ints = (graph: GraphWriter, name: string, ...values: number[]) =>
  graph.constant(name, [values.length], BigInt64Array.from(values, BigInt));

/** Of every token the word it becomes, as a vector with one 1. `<pad>` has a larger one everywhere: it may stand in no translation. */
function encoder(size: number, becomes: ReadonlyMap<number, number>): Uint8Array {
  const graph = new GraphWriter();
  const table = new Float32Array(size * size);
  for (let id = 0; id < size; id++) {
    table[id * size + (becomes.get(id) ?? id)] = 1;
    table[id * size + pad] = 2;
  }
  const words = graph.constant('words', [size, size], table);
  const mask = graph.add('Unsqueeze', [
    graph.add('Cast', ['attention_mask'], { to: 1 }),
    ints(graph, 'axes', 2),
  ]);
  const hidden = graph.add('Mul', [graph.add('Gather', [words, 'input_ids']), mask]);
  return graph.finish(
    'encoder',
    [int('input_ids', 'b', 'n'), int('attention_mask', 'b', 'n')],
    [float(['b', 'n', size], graph.name('last_hidden_state', hidden))],
  );
}

/** At every place what the encoder says of it; beyond the text, its end. */
function decoder(size: number): Uint8Array {
  const graph = new GraphWriter();
  const length = graph.add('Shape', ['input_ids'], { start: 1, end: 2 });
  const zero = ints(graph, 'zero', 0);
  const one = ints(graph, 'one', 1);
  const logits = graph.add('Slice', ['encoder_hidden_states', zero, length, one]);
  const axes = ints(graph, 'key.axes', 1);
  const key = graph.add('Unsqueeze', ['encoder_hidden_states', axes]);
  const own = graph.add('Unsqueeze', [
    graph.add('Cast', ['input_ids'], { to: 1 }),
    ints(graph, 'own.axes', 1, 3),
  ]);
  return graph.finish(
    'decoder',
    [
      int('encoder_attention_mask', 'b', 'n'),
      int('input_ids', 'b', 't'),
      float(['b', 'n', size], 'encoder_hidden_states'),
    ],
    [
      float(['b', 't', size], graph.name('logits', logits)),
      float(['b', 1, 'n', size], graph.name('present.0.encoder.key', key)),
      float(['b', 1, 't', 1], graph.name('present.0.decoder.key', own)),
    ],
  );
}

/** The same for the place behind those that are past. */
function decoderWithPast(size: number): Uint8Array {
  const graph = new GraphWriter();
  const past = 'past_key_values.0.decoder.key';
  const place = graph.add('Shape', [past], { start: 2, end: 3 });
  const next = graph.add('Add', [place, ints(graph, 'one', 1)]);
  const hidden = graph.add('Squeeze', ['past_key_values.0.encoder.key', ints(graph, 'axes', 1)]);
  const logits = graph.add('Slice', [hidden, place, next, ints(graph, 'axis', 1)]);
  const own = graph.add('Unsqueeze', [
    graph.add('Cast', ['input_ids'], { to: 1 }),
    ints(graph, 'own.axes', 1, 3),
  ]);
  return graph.finish(
    'decoder-with-past',
    [
      int('input_ids', 'b', 't'),
      float(['b', 1, 'p', 1], past),
      float(['b', 1, 'n', size], 'past_key_values.0.encoder.key'),
    ],
    [
      float(['b', 1, size], graph.name('logits', logits)),
      float(
        ['b', 1, 'p1', 1],
        graph.name('present.0.decoder.key', graph.add('Concat', [past, own], { axis: 2 })),
      ),
    ],
  );
}
