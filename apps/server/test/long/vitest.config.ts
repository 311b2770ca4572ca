import { defineConfig } from 'vitest/config';

/** Tests that need minutes, and a machine that does nothing else. */
export default defineConfig({
  test: {
    name: 'long',
    include: ['test/long/**/*.long.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
