import { defineConfig } from 'vitest/config';

/** Long simulations: coverage, bias and false-alarm rates over many seeds. */
export default defineConfig({
  test: {
    globalSetup: ['test/set-up.mjs'],
    include: ['test/slow/**/*.test.ts'],
    testTimeout: 3_600_000,
    fileParallelism: false,
  },
});
