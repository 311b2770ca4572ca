import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'server',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // A worker keeps what its files import: no test may change what another sees but through its own server.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
