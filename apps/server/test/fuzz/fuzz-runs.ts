import type { Parameters } from 'fast-check';

/**
 * How much is tried. `npm run test:long` sets PROPERTY_RUNS; a failure prints its seed, which FUZZ_SEED repeats, with
 * FUZZ_PATH only its smallest case.
 */
export function fuzzRuns<T>(quick: number): Parameters<T> {
  const { PROPERTY_RUNS, FUZZ_SEED, FUZZ_PATH } = process.env;
  return {
    numRuns: PROPERTY_RUNS === undefined ? quick : Number(PROPERTY_RUNS),
    ...(FUZZ_SEED !== undefined && { seed: Number(FUZZ_SEED) }),
    ...(FUZZ_PATH !== undefined && { path: FUZZ_PATH }),
  };
}

/** For a test of that many runs, in milliseconds. */
export function fuzzTimeout(quick: number): number {
  return 120_000 + (fuzzRuns(quick).numRuns ?? quick) * 2_000;
}
