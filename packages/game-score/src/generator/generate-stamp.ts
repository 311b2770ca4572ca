import { isPassedStamp, isWholeStamp, malformation } from '../stamps/stamp-shape.ts';
import type { GameStamp } from '../stamps/types.ts';
import { nextStamp } from './next-stamp.ts';
import { chooseRandom, type RandomOptions } from './random-options.ts';

/**
 * The stamp after `previous`: an offset 1 to 3 higher and, once in 10,000 times, a goal.
 * To make several in a row reproducible, share one `random` (see `seededRandom`); a `seed` starts afresh each time.
 *
 * @returns a new stamp; `previous` stays as it was.
 * @throws TypeError when `previous` is no stamp, or the options are not what they should be.
 *
 * @example
 * const random = seededRandom('derby');
 * const next = generateStamp(INITIAL_STAMP, { random });
 */
export function generateStamp(previous: GameStamp, options: RandomOptions = {}): GameStamp {
  if (!isPassedStamp(previous) || !isWholeStamp(previous))
    throw new TypeError(`previous must be a stamp: ${malformation(previous)}`);
  return nextStamp(previous, chooseRandom(options));
}
