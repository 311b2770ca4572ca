import { assertList, assertOffset } from '../stamps/arguments.ts';
import type { GameStamp, Score } from '../stamps/types.ts';
import { findStamp } from './find-stamp.ts';

/**
 * The score at `offset`: that of the last stamp at or before it.
 *
 * Before the first stamp, and in an empty game, the score is 0:0; after the last stamp it is the final score;
 * of several stamps with one offset the last counts. Fractions and ±Infinity are moments like any other.
 *
 * @param gameStamps stamps in the order of their offsets: an array or array-like, neither changed nor copied.
 *   At most 6 + log4(n) + log2(n) looks are taken at its n stamps, both rounded up; seven in a generated game.
 * @param offset the moment, in the unit of the stamps' offsets.
 * @returns a new object, the caller's to keep and change.
 * @throws TypeError when `offset` is NaN or no number, or `gameStamps` no list, saying what was given.
 * @throws StampError (a TypeError) when a stamp that it looks at is malformed, naming its index. Stamps on the way
 *   are looked at for an offset and for having a score; the one that is found is checked in whole.
 *
 * @example
 * const game = [
 *   { offset: 0, score: { home: 0, away: 0 } },
 *   { offset: 40, score: { home: 1, away: 0 } },
 * ];
 * getScore(game, 39); // { home: 0, away: 0 }
 * getScore(game, 40); // { home: 1, away: 0 }
 */
export function getScore(gameStamps: ArrayLike<GameStamp>, offset: number): Score {
  assertList(gameStamps);
  assertOffset(offset);
  const stamp = findStamp(gameStamps, offset);
  return stamp === undefined ? { home: 0, away: 0 } : { home: stamp.score.home, away: stamp.score.away };
}
