import { Engine, type EngineOptions } from './engine.js';

let options: EngineOptions = {};
let engine: Engine | undefined;

/** Says what the engine of this thread is to be made of; the one in use is closed. */
export function configureEngine(wanted: EngineOptions): void {
  engine?.close();
  engine = undefined;
  options = wanted;
}

/** The engine of this thread, made when it is first needed: memory, like the heap, belongs to a thread and not to a call. */
export function currentEngine(): Engine {
  engine ??= new Engine(options);
  return engine;
}
