import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, UsedDevice } from '../device.js';
import type { Ground } from '../encoder-interface.js';
import { GraphWriter } from '../onnx/write-model.js';
import { loadRuntime, nativeFolder, type Runtime } from './runtime.js';

/** Rows and columns of what is tried out; more than a block of any matrix product. */
const size = 96;

/**
 * Finds what to compute on by computing something: a device counts when it multiplies matrices and gets them right. What was asked for
 * and cannot be had is replaced by the processor, and said.
 */
export async function findGround(asked: Device): Promise<Ground> {
  const runtime = await loadRuntime();
  const trial = trialModel();
  if (
    runtime.kind === 'native' &&
    (asked === 'webgpu' || asked === 'cuda' || (asked === 'auto' && hasCuda()))
  ) {
    const device = asked === 'auto' ? 'cuda' : asked;
    const tried = await tryOut(runtime, trial, device);
    if ('numbers' in tried) {
      const why = asked === 'auto' ? 'the quickest device here' : 'as asked for';
      return { device, why, fallback: false, numbers: tried.numbers };
    }
    const why = `Texts are encoded on the CPU, because ${device} does not work here: ${tried.why}`;
    return { ...(await onProcessor(runtime, trial)), why, fallback: asked !== 'auto' };
  }
  const ground = await onProcessor(runtime, trial);
  if (runtime.kind === 'wasm') {
    const why = `Texts are encoded by WebAssembly, which is several times slower, because the native library cannot be loaded: ${runtime.why}`;
    return { ...ground, why, fallback: true };
  }
  return { ...ground, why: asked === 'cpu' ? 'as asked for' : 'the same numbers everywhere' };
}

async function onProcessor(runtime: Runtime, trial: Uint8Array): Promise<Ground> {
  const device = runtime.kind === 'wasm' ? 'wasm' : 'cpu';
  const tried = await tryOut(runtime, trial, device);
  if ('why' in tried) throw new Error(`onnxruntime computes nothing here: ${tried.why}`);
  return { device, why: '', fallback: false, numbers: tried.numbers };
}

/** CUDA is no part of the package; where its library was put beside the native one, it can be tried. */
export function hasCuda(): boolean {
  try {
    return ['libonnxruntime_providers_cuda.so', 'onnxruntime_providers_cuda.dll'].some((name) =>
      existsSync(join(nativeFolder(), name)),
    );
  } catch {
    return false;
  }
}

/** Runs the trial: the name of the numbers that came out, or why none did. */
async function tryOut(
  runtime: Runtime,
  trial: Uint8Array,
  device: UsedDevice,
): Promise<{ numbers: string } | { why: string }> {
  try {
    const session = await runtime.open(trial, device);
    const x = new runtime.Tensor('float32', waves(1), [size, size]);
    const { data } = Object.values(await session.run({ x }))[0];
    await session.release();
    if (!(data instanceof Float32Array) || !data.every(Number.isFinite))
      return { why: 'it computes no numbers.' };
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const bits = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    return { numbers: `${runtime.kind}-${runtime.version}-${device}-${bits}` };
  } catch (error) {
    return { why: (error instanceof Error ? error.message : String(error)).split('\n')[0] };
  }
}

/** What encoders are made of, on fixed numbers: its bits tell processors and cards apart that round differently. */
function trialModel(): Uint8Array {
  const graph = new GraphWriter();
  const matrix = graph.constant('matrix', [size, size], waves(2));
  const bias = graph.constant('bias', [size], waves(3).subarray(0, size));
  const product = graph.add('Gemm', ['x', matrix, bias]);
  const normal = graph.add('LayerNormalization', [product, bias, bias], { axis: -1 });
  const shares = graph.add('Softmax', [graph.add('Tanh', [graph.add('MatMul', [normal, matrix])])], {
    axis: -1,
  });
  const dims = [size, size];
  return graph.finish(
    'trial',
    [{ name: 'x', type: 'float32', dims }],
    [{ name: shares, type: 'float32', dims }],
  );
}

/** Numbers between -1 and 1, the same on every machine. */
function waves(seed: number): Float32Array {
  return Float32Array.from(
    { length: size * size },
    (_, i) => ((i * 7919 * seed + 12_345) % 2003) / 1001.5 - 1,
  );
}
