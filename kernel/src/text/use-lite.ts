import type { Ground } from './encoder-interface.js';
import { mostWindows, useLite, useLiteInt8 } from './encoder-list.js';
import type { Reader } from './engine/reader.js';
import { loadRuntime } from './engine/runtime.js';
import { keptFile } from './kept-file.js';
import { modelFolder, readModelFile } from './model-files.js';
import { SentencePiece } from './sentencepiece.js';
import { compileUseLite, dimensions, type Precision, window } from './use-lite-model.js';
import { readVocabulary } from './vocabulary.js';

/**
 * Opens the built-in encoder from the files beside this program; nothing is fetched. Its graph is compiled once and kept.
 * @param cache folder of ours on this machine
 */
export async function openUseLite(precision: Precision, { device }: Ground, cache: string): Promise<Reader> {
  const folder = modelFolder();
  const vocabulary = readVocabulary((await readModelFile('vocab.json', folder)).toString('utf8'));
  const tokenizer = new SentencePiece(vocabulary);
  const { version } = precision === 'int8' ? useLiteInt8 : useLite;
  const name = `use-lite-${precision}-${version}.onnx`;
  const model = await keptFile(cache, name, () => compileUseLite(folder, precision));
  const { Tensor, open } = await loadRuntime();
  const session = await open(model, device);
  return {
    dimensions,
    window,
    marks: 0,
    windows: mostWindows,
    joining: 'mean',
    unit: 'joined',
    tokenize: (text, limit) => tokenizer.encode(text, limit),
    mark: (ids) => ids,
    async run(windows) {
      const shape = [windows.length, windows[0].length];
      const ids = new Tensor('int64', BigInt64Array.from(windows.flat(), BigInt), shape);
      const { data } = Object.values(await session.run({ ids }))[0];
      return data as Float32Array;
    },
  };
}
