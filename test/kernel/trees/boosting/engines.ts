import { Engine } from '../../../../kernel/src/trees/engine/engine.js';

const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);

/** Engines that have to agree: compiled loops on one to three threads, however small the data, and their TypeScript twins. */
export function openEngines(): readonly [string, Engine][] {
  return [
    ['1 thread', new Engine({})],
    ['2 threads', new Engine({ threads: 2, script, sharedFrom: 0 })],
    ['3 threads', new Engine({ threads: 3, script, sharedFrom: 0 })],
    ['TypeScript', new Engine({ loops: 'plain' })],
  ];
}
