import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'conformance',
    include: ['test/**/*.test.ts'],
    // For busy machines: some tests start processes.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
