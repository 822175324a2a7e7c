import type { Task } from '../task.js';
import type { Encoder, EncoderInfo } from './encoder-interface.js';
import { modelFolder, readModelFile } from './model-files.js';
import { SentencePiece } from './sentencepiece.js';
import { openGraph, type SentenceGraph } from './use-lite-graph.js';
import { readVocabulary } from './vocabulary.js';

/** Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175): a transformer of two layers, 28 MB. */
export const useLite: EncoderInfo = {
  name: 'use-lite',
  version: '1',
  dimensions: 512,
  window: 128,
  languages: ['en'],
  licence: 'Apache-2.0',
};

/** Tokens of a batch: about a tenth of a second of work, so that a stop is heard. */
const tokensPerBatch = 192;

/** Opens the built-in encoder from the files beside this program; nothing is fetched. Takes about half a second. */
export async function openUseLite(): Promise<Encoder> {
  const folder = modelFolder();
  const vocabulary = readVocabulary((await readModelFile('vocab.json', folder)).toString('utf8'));
  return new UseLite(new SentencePiece(vocabulary), await openGraph(folder));
}

class UseLite implements Encoder {
  readonly name = useLite.name;
  readonly version = useLite.version;
  readonly dimensions = useLite.dimensions;
  readonly window = useLite.window;
  readonly languages = useLite.languages;
  readonly licence = useLite.licence;

  constructor(
    private readonly tokenizer: SentencePiece,
    private readonly graph: SentenceGraph,
  ) {}

  countCut(texts: readonly string[]): number {
    return texts.filter((text) => this.tokenizer.encode(text, this.window + 1).length > this.window).length;
  }

  async encode(texts: readonly string[], task: Task): Promise<Float32Array> {
    const vectors = new Float32Array(texts.length * this.dimensions);
    const sequences = texts.map((text, row) => {
      task.check();
      return { row, ids: this.tokenizer.encode(text, this.window) };
    });
    const filled = sequences.filter(({ ids }) => ids.length > 0).sort((a, b) => a.ids.length - b.ids.length);
    const total = filled.reduce((sum, { ids }) => sum + ids.length, 0);
    let done = 0;
    for (let from = 0; from < filled.length; ) {
      const batch = nextBatch(filled, from);
      const output = await this.graph.run(batch.map(({ ids }) => ids));
      batch.forEach(({ row, ids }, i) => {
        const at = i * this.dimensions;
        vectors.set(output.subarray(at, at + this.dimensions), row * this.dimensions);
        done += ids.length;
      });
      from += batch.length;
      task.report(done / total, 'Reading texts');
    }
    return vectors;
  }
}

type Sequence = { readonly row: number; readonly ids: readonly number[] };

/**
 * The next sequences of one length that fit a batch. Without padding a vector has the same bits whatever texts it
 * shares its batch with, so a result does not depend on what was encoded before it.
 */
function nextBatch(sequences: readonly Sequence[], from: number): readonly Sequence[] {
  const { length } = sequences[from].ids;
  let to = from + 1;
  while (sequences[to]?.ids.length === length && (to + 1 - from) * length <= tokensPerBatch) to += 1;
  return sequences.slice(from, to);
}
