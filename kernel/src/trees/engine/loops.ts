import { type AttributionLoops, attributionLoops } from '../attribution/plain-loops.js';
import { type BoostingLoops, boostingLoops } from '../boosting/plain-loops.js';
import { type FactorLoops, factorLoops } from '../factors/plain-loops.js';
import { type ForestLoops, forestLoops } from '../forests/plain-loops.js';
import { wasmBase64 } from '../generated/wasm.js';
import { type BinningLoops, binningLoops } from '../matrix/plain-loops.js';
import { type PredictionLoops, predictionLoops } from '../model/plain-loops.js';
import { type NeighbourLoops, neighbourLoops } from '../neighbours/plain-loops.js';
import { type ProductLoops, productLoops } from '../products/plain-loops.js';
import type { Memory } from './memory.js';

/**
 * The hot loops. Each is written twice, in AssemblyScript (`assembly/`) and in TypeScript (`plain-loops.ts` of the room it
 * serves); both take addresses and numbers and leave the same bits behind. The TypeScript is the reference, and what runs
 * where there is no shared WebAssembly memory.
 */
export type Loops = BinningLoops &
  BoostingLoops &
  ForestLoops &
  PredictionLoops &
  AttributionLoops &
  ProductLoops &
  NeighbourLoops &
  FactorLoops;

/** The loops in TypeScript over a memory of any kind. */
export function plainLoops(memory: Memory): Loops {
  return {
    ...binningLoops(memory),
    ...boostingLoops(memory),
    ...forestLoops(memory),
    ...predictionLoops(memory),
    ...attributionLoops(memory),
    ...productLoops(memory),
    ...neighbourLoops(memory),
    ...factorLoops(memory),
  };
}

/** The compiled module; threads are handed it instead of compiling their own. */
export function compileLoops(): WebAssembly.Module {
  return new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
}

/** The loops in WebAssembly, in this thread and over this memory. */
export function wasmLoops(module: WebAssembly.Module, memory: WebAssembly.Memory): Loops {
  const abort = (): never => {
    throw new Error('A WebAssembly loop gave up.');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Loops;
}
