import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { readModelFile, readWeightBytes } from '../../../kernel/src/text/model-files.js';

const require = createRequire(import.meta.url);

/** The transformer of the Universal Sentence Encoder Lite, ready to run on WebAssembly. */
export interface SentenceGraph {
  /** Vectors of length 1, `sequences.length` x 512, row-major. No sequence may be empty. */
  run(sequences: readonly (readonly number[])[]): Promise<Float32Array>;
}

/** Loads the graph and its weights from a folder; tfjs is read from its package, never bundled. */
export async function openGraph(folder: string): Promise<SentenceGraph> {
  const tf = await startTensors();
  const converter = require('@tensorflow/tfjs-converter') as typeof import('@tensorflow/tfjs-converter');
  const model = JSON.parse((await readModelFile('model.json', folder)).toString('utf8'));
  const weights = await readWeightBytes();
  const graph = await converter.loadGraphModel({
    load: async () => ({
      modelTopology: model.modelTopology,
      weightSpecs: model.weightsManifest[0].weights,
      weightData: new Uint8Array(weights).buffer,
    }),
  });
  return {
    async run(sequences) {
      const count = sequences.reduce((sum, ids) => sum + ids.length, 0);
      const indices = new Int32Array(2 * count);
      const values = new Int32Array(count);
      let at = 0;
      sequences.forEach((ids, row) => {
        ids.forEach((id, position) => {
          indices[2 * at] = row;
          indices[2 * at + 1] = position;
          values[at++] = id;
        });
      });
      const inputs = {
        indices: tf.tensor2d(indices, [count, 2], 'int32'),
        values: tf.tensor1d(values, 'int32'),
      };
      const output = await graph.executeAsync(inputs);
      const tensor = Array.isArray(output) ? output[0] : output;
      const vectors = (await tensor.data()) as Float32Array;
      tf.dispose([inputs, output]);
      return vectors;
    },
  };
}

let tensors: Promise<typeof import('@tensorflow/tfjs-core')> | undefined;

/** Starts tfjs on WebAssembly once per process. */
function startTensors(): Promise<typeof import('@tensorflow/tfjs-core')> {
  tensors ??= (async () => {
    const tf = require('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core');
    const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
    const binaries = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
    wasm.setWasmPaths(`${binaries}${sep}`);
    tf.enableProdMode();
    const listeners = listenersOf(faults);
    if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly did not start.');
    await tf.ready();
    removeNewListeners(listeners);
    return tf;
  })();
  return tensors;
}

/** The WebAssembly loader listens for faults of the whole process and throws them again; ours must stay in charge. */
const faults = ['uncaughtException', 'unhandledRejection'] as const;

function listenersOf(events: typeof faults): Map<string, readonly unknown[]> {
  return new Map(events.map((event) => [event, process.rawListeners(event)]));
}

function removeNewListeners(before: ReadonlyMap<string, readonly unknown[]>): void {
  for (const event of faults) {
    for (const listener of process.rawListeners(event)) {
      if (!before.get(event)?.includes(listener))
        process.off(event, listener as (...args: unknown[]) => void);
    }
  }
}
