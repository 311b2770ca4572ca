import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'token-verifier',
    include: ['test/**/*.test.ts'],
    // For busy machines.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
