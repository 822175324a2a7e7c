import { Engine } from '../../../../kernel/src/trees/engine/engine.js';

const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);

/** Engines that have to agree: compiled loops on one to three threads, and their TypeScript twins. */
export function openEngines(): readonly [string, Engine][] {
  return [
    ['1 thread', new Engine({})],
    ['2 threads', new Engine({ threads: 2, script })],
    ['3 threads', new Engine({ threads: 3, script })],
    ['TypeScript', new Engine({ loops: 'plain' })],
  ];
}
