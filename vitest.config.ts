import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/slow/**', 'node_modules/**'],
    globalSetup: ['test/set-up.mjs'],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
