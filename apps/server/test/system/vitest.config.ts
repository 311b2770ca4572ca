import { defineConfig } from 'vitest/config';

/** Tests that need more than npm brings; scripts/test-system.mjs installs it. */
export default defineConfig({
  test: {
    name: 'system',
    include: ['test/system/**/*.system.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
