import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { type Encoder, openEncoder } from '../../../kernel/src/text/encoder.js';
import { EncoderChild } from '../../../kernel/src/text/engine/child.js';

const script = resolve('dist/encoder.mjs');
let encoder: Encoder | undefined;
afterEach(async () => {
  await encoder?.close();
  encoder = undefined;
});

async function open(processes = 2): Promise<Encoder> {
  encoder = await openEncoder('use-lite', { script, processes, device: 'cpu' });
  return encoder;
}

const words = ['lamp', 'battery', 'returned', 'love', 'cheap', '灯', 'broken', 'gift', 'delivery', 'late'];
const texts = (count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: 1 + (i % 17) }, (_, j) => words[(i * 7 + j * 3) % 10])
      .join(' ')
      .concat(` ${i}`),
  );

test('processes side by side give the bits that one gives', async () => {
  const some = ['', ...texts(300)];
  const here = await openEncoder('use-lite', { device: 'cpu' });
  const there = await open();
  expect(there.ground).toEqual(here.ground);
  expect(await there.encode(some, unwatched)).toEqual(await here.encode(some, unwatched));
  expect(await there.countCut([...some, 'word '.repeat(5000)], unwatched)).toBe(1);
});

test('a stop is heard within half a second, and the encoder can be used again', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const pool = await open();
  await pool.encode(['warm'], unwatched);
  const running = pool.encode(texts(20_000), createTask(flag));
  await new Promise((done) => setTimeout(done, 300));
  const start = performance.now();
  Atomics.store(flag, 0, 1);
  await expect(running).rejects.toBeInstanceOf(Cancelled);
  expect(performance.now() - start).toBeLessThan(500);
  expect((await pool.encode(['a lamp'], unwatched)).length).toBe(512);
});

test('a process that dies is an error with its cause, and the next call gets another', async () => {
  const child = new EncoderChild(script);
  await open();
  const order = {
    source: { kind: 'use-lite', precision: 'float32' } as const,
    device: 'cpu' as const,
    cache: '',
  };
  await child.ask({ kind: 'order', order });
  const asked = child.ask({ kind: 'encode', texts: texts(2000) });
  setTimeout(() => process.kill(child.pid ?? 0, 'SIGKILL'), 50);
  await expect(asked).rejects.toThrow('The encoder was killed (SIGKILL), most likely because');
  await expect(child.ask({ kind: 'encode', texts: ['more'] })).rejects.toThrow('The encoder was killed');
  expect(child.alive).toBe(false);
});

test('an order whose script is not there is an error, not a hang', async () => {
  const place = { script: resolve('dist/no-such.mjs'), device: 'cpu' } as const;
  await expect(openEncoder('use-lite', place)).rejects.toThrow(/The encoder ended with code 1/);
});

test('a device that is not here is replaced by the processor, and said', async () => {
  encoder = await openEncoder('use-lite', { script, device: 'cuda' });
  const { ground } = encoder;
  expect(ground).toMatchObject({ device: 'cpu', fallback: true });
  expect(ground.why).toMatch(/^Texts are encoded on the CPU, because cuda does not work here: ./);
});
