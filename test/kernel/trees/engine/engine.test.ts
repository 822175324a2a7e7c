import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { forever, refuse, square, whoAmI } from './jobs.js';

const folder = mkdtempSync(join(tmpdir(), 'causal-engine-'));
let engines: Engine[] = [];

beforeAll(async () => {
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  engines = [new Engine({}), new Engine({ threads: 3, script: pathToFileURL(outfile) })];
});

afterAll(() => {
  for (const engine of engines) engine.close();
  rmSync(folder, { recursive: true });
});

test.each(['wasm', 'plain'] as const)('columns become lines (%s)', (loops) => {
  const engine = new Engine({ loops });
  const rows = 1000;
  const column = engine.arena.copy(Uint8Array.from({ length: rows }, (_, i) => i * 7));
  const lines = engine.arena.take(rows * 4);
  engine.loops.scatterColumn(column, rows, lines, 4, 2);
  const { u8 } = engine.memory.views;
  expect(Array.from({ length: rows }, (_, i) => u8[lines + 4 * i + 2])).toEqual(
    Array.from({ length: rows }, (_, i) => (i * 7) & 255),
  );
});

test('one thread and three give the results in the order of the arguments', () => {
  const list = Array.from({ length: 100 }, (_, i) => i);
  for (const engine of engines) {
    for (let again = 0; again < 3; again++) {
      expect(engine.map(square, list, 128, unwatched)).toEqual(list.map((x) => x * x));
    }
  }
});

test('every thread takes part in a common job, with scratch memory of its own', () => {
  const said = engines.map((engine) => engine.together(whoAmI, 'I am', 64, unwatched));
  expect(said).toEqual([['I am 0 of 1, aligned'], [0, 1, 2].map((member) => `I am ${member} of 3, aligned`)]);
});

test('what a helper refuses is refused, and the engine goes on', () => {
  for (const engine of engines) {
    expect(() => engine.map(refuse, [1, 2, 3, 4, 5], 0, unwatched)).toThrow('Three is refused.');
    expect(engine.map(square, [4, 5], 0, unwatched)).toEqual([16, 25]);
  }
});

test('work on all threads stops when asked to, and the engine goes on', () => {
  for (const engine of engines) {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    let looks = 0;
    const task = {
      ...createTask(flag),
      check: () => {
        if (++looks > 1000) throw new Cancelled();
      },
    };
    expect(() => engine.together(forever, 1, 0, task)).toThrow(Cancelled);
    expect(engine.map(square, [6, 7], 0, unwatched)).toEqual([36, 49]);
  }
});

test('work that would not fit is refused with its size before it starts', () => {
  const engine = new Engine({ memoryLimitMb: 10 });
  let started = false;
  const work = (): void => {
    started = true;
  };
  expect(() => engine.session(2 ** 30, 'A forest', work)).toThrow(
    /A forest needs 1,024 MB .* 10 MB can be had/,
  );
  expect(() => new Engine({ memoryLimitMb: 1e6 }).session(2 ** 33, 'A forest', work)).toThrow(/8,192 MB/);
  expect(started).toBe(false);
  engine.session(2 ** 20, 'A forest', work);
  expect(started).toBe(true);
});
