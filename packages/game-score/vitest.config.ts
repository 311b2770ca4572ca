import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'game-score',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // For busy machines: some tests start processes and run the compiler.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
