import { mustBe } from '../stamps/arguments.ts';

/** Draws a number from 0 up to but not including 1, as `Math.random` does. */
export type Random = () => number;

const WARM_UP_ROUNDS = 12;
const UINT32_RANGE = 2 ** 32;

/**
 * A random source that repeats itself: the same seed gives the same draws, on every machine. The generator is
 * sfc32 (Chris Doty-Humphrey's Small Fast Counter), good for games and tests, not for secrets.
 *
 * @param seed any text, or any number other than NaN; 7 and '7' are the same seed.
 * @throws TypeError when the seed is anything else.
 */
export function seededRandom(seed: number | string): Random {
  assertSeed(seed);
  const text = String(seed);
  let a = hash(text, 0);
  let b = hash(text, 1);
  let c = hash(text, 2);
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / UINT32_RANGE;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) draw();
  return draw;
}

function assertSeed(seed: unknown): asserts seed is number | string {
  if (typeof seed === 'string' || (typeof seed === 'number' && !Number.isNaN(seed))) return;
  throw mustBe('seed', 'a string or a number other than NaN', seed);
}

/** FNV-1a over the UTF-16 code units; `salt` gives independent hashes of one text. */
function hash(text: string, salt: number): number {
  let value = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
