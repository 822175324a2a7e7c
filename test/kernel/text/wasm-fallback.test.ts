import { resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { unwatched } from '../../../kernel/src/task.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';

afterAll(() => {
  delete process.env.CAUSAL_RUNTIME;
});

test('where the native library cannot be loaded, WebAssembly gives the same numbers to 1e-5, and says so', async () => {
  const native = await openEncoder('use-lite', { device: 'cpu' });
  process.env.CAUSAL_RUNTIME = 'wasm';
  const wasm = await openEncoder('use-lite', { device: 'cpu', script: resolve('dist/encoder.mjs') });
  expect(wasm.ground).toMatchObject({ device: 'wasm', fallback: true });
  expect(wasm.ground.why).toContain('the native library cannot be loaded');
  expect(wasm.ground.numbers).not.toBe(native.ground.numbers);
  const texts = ['Great lamp', 'I sent it back: the battery died after two days.', 'ok', ''];
  const [a, b] = [await native.encode(texts, unwatched), await wasm.encode(texts, unwatched)];
  await wasm.close();
  const worst = a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
  expect(worst).toBeLessThan(1e-5);
});
