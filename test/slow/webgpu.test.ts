import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { unwatched } from '../../kernel/src/task.js';
import { openEncoder } from '../../kernel/src/text/encoder.js';

/** Vulkan in software, as Chromium brings it: for machines without a card. */
const softwareVulkan = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Shaders are compiled for every shape of a batch, which takes half a minute in software. */
const patience = 600_000;

test(
  'WebGPU gives the numbers of the processor to 1e-4',
  async (context) => {
    if (existsSync(softwareVulkan)) process.env.VK_DRIVER_FILES ??= softwareVulkan;
    const script = resolve('dist/encoder.mjs');
    const card = await openEncoder('use-lite', { device: 'webgpu', script });
    const processor = await openEncoder('use-lite', { device: 'cpu', script });
    try {
      if (card.ground.fallback) return context.skip(`no Vulkan here: ${card.ground.why}`);
      expect(card.ground.device).toBe('webgpu');
      expect(card.ground.numbers).not.toBe(processor.ground.numbers);
      const texts = ['Great lamp', 'I sent it back: the battery died after two days.', 'ok', '灯'];
      const [a, b] = [await card.encode(texts, unwatched), await processor.encode(texts, unwatched)];
      const worst = a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
      expect(worst).toBeGreaterThan(0);
      expect(worst).toBeLessThan(1e-4);
    } finally {
      await Promise.all([card.close(), processor.close()]);
    }
  },
  patience,
);
