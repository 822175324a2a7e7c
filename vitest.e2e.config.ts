import { defineConfig } from 'vitest/config';

/** The packed extension in a real VS Code, driven in a real browser: one editor at a time. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    retry: 0,
  },
});
