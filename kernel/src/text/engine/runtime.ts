import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { UsedDevice } from '../device.js';

const require = createRequire(import.meta.url);

/** onnxruntime, native or compiled to WebAssembly. */
export interface Runtime {
  readonly kind: 'native' | 'wasm';
  /** Why it is not the native one. */
  readonly why?: string;
  readonly version: string;
  readonly Tensor: new (
    type: 'int64' | 'float32',
    data: BigInt64Array | Float32Array,
    dims: readonly number[],
  ) => Tensor;
  /** @param model a file or its bytes */
  open(model: Uint8Array | string, device: UsedDevice): Promise<InferenceSession>;
}

/**
 * One thread: a batch is small, and processes side by side use the cores better. It also keeps the bits of a vector from
 * depending on how many cores a machine has.
 */
const options = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
} as const;

let loaded: Promise<Runtime> | undefined;

/** The runtime of this process, loaded once. */
export function loadRuntime(): Promise<Runtime> {
  loaded ??= Promise.resolve().then(() => {
    try {
      return native();
    } catch (error) {
      return web(error);
    }
  });
  return loaded;
}

/** Folder of the native library for this platform, where one is there. */
export function nativeFolder(): string {
  const root = dirname(require.resolve('onnxruntime-node/package.json'));
  return join(root, 'bin/napi-v6', process.platform, process.arch);
}

function native(): Runtime {
  // For whoever wants to see what a machine does that cannot load native code.
  if (process.env.CAUSAL_RUNTIME === 'wasm') throw new Error('CAUSAL_RUNTIME asks for WebAssembly');
  const ort = require('onnxruntime-node') as typeof import('onnxruntime-node');
  return {
    kind: 'native',
    version: versionOf('onnxruntime-node/package.json'),
    Tensor: ort.Tensor as Runtime['Tensor'],
    open: (model, device) =>
      ort.InferenceSession.create(model as Uint8Array, {
        ...options,
        // What a device has no operator for, the processor computes.
        executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
      }),
  };
}

/** Works wherever Node does, several times slower. */
function web(cause: unknown): Runtime {
  const entry = require.resolve('onnxruntime-web');
  const ort = require(entry) as typeof import('onnxruntime-web');
  const file = (name: string) => pathToFileURL(join(dirname(entry), `ort-wasm-simd-threaded.${name}`)).href;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { mjs: file('mjs'), wasm: file('wasm') };
  return {
    kind: 'wasm',
    why: (cause instanceof Error ? cause.message : String(cause)).split('\n')[0],
    version: versionOf(join(dirname(entry), '../package.json')),
    Tensor: ort.Tensor as Runtime['Tensor'],
    open: (model) =>
      ort.InferenceSession.create(model as Uint8Array, { ...options, executionProviders: ['wasm'] }),
  };
}

function versionOf(file: string): string {
  return (require(file) as { version: string }).version;
}
