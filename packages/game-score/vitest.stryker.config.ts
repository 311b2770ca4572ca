import { defineConfig } from 'vitest/config';

/** The tests that mutants are run against: those of the command line and of the built package see no mutant. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    exclude: ['test/cli.test.ts', 'test/package.test.ts', 'test/plot.test.ts'],
  },
});
