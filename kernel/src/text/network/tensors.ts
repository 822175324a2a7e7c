import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Tensors = typeof import('@tensorflow/tfjs-core');

/** Every processor that Node 20 runs on has vector instructions; tfjs would use threads in browsers alone. */
const binary = 'tfjs-backend-wasm-simd.wasm';

let opening: Promise<Tensors> | undefined;
let opened: Tensors | undefined;

/**
 * Starts tfjs on WebAssembly, once per thread: what trains networks, on one core, with the same bits in every run. It is loaded when first asked for, since most
 * specs have no network.
 */
export async function openTensors(): Promise<void> {
  opening ??= start();
  opened = await opening;
}

/** What {@link openTensors} has started. */
export function tensors(): Tensors {
  if (!opened) throw new Error('Networks need openTensors() first.');
  return opened;
}

async function start(): Promise<Tensors> {
  const tf = await import('@tensorflow/tfjs-core');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${folderOf(binary)}${sep}`);
  tf.enableProdMode();
  const before = new Map(faults.map((fault) => [fault, process.rawListeners(fault)]));
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly did not start.');
  await tf.ready();
  // The loader listens for faults of the whole process and throws them again; ours must stay in charge.
  for (const fault of faults) {
    for (const listener of process.rawListeners(fault)) {
      if (!before.get(fault)?.includes(listener)) process.off(fault, listener as () => void);
    }
  }
  return tf;
}

const faults = ['uncaughtException', 'unhandledRejection'] as const;

/** Beside the program where it is packed; in its package otherwise. */
function folderOf(file: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (existsSync(join(here, file))) return here;
  const installed = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return join(dirname(installed), 'wasm-out');
}
