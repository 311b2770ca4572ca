import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'client',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // For busy machines: some tests start the real server.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
