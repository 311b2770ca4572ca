import { mustBe } from '../stamps/arguments.ts';
import { seededRandom, type Random } from './seeded-random.ts';

/** Where randomness comes from: at most one of the two; `Math.random` where neither is given. */
export interface RandomOptions {
  /** Draws numbers from 0 up to but not including 1. */
  random?: Random | undefined;
  /** Makes the result reproducible: the same seed, the same result. */
  seed?: number | string | undefined;
}

/** The random source that the options ask for. */
export function chooseRandom({ random, seed }: RandomOptions): Random {
  if (random !== undefined && seed !== undefined) {
    throw new TypeError('give random or seed, not both: a seed brings its own random source');
  }
  if (seed !== undefined) return seededRandom(seed);
  if (random === undefined) return Math.random;
  if (typeof random === 'function') return random;
  throw mustBe('random', 'a function that draws from [0, 1)', random);
}
