import { mustBe } from '../stamps/arguments.ts';
import type { GameStamp } from '../stamps/types.ts';
import { INITIAL_STAMP, TIMESTAMPS_COUNT } from './constants.ts';
import { nextStamp } from './next-stamp.ts';
import { chooseRandom, type RandomOptions } from './random-options.ts';

export interface GameOptions extends RandomOptions {
  /** How many stamps follow the initial one; 50,000 unless given. */
  timestampsCount?: number | undefined;
}

/**
 * A game: a copy of the initial stamp and, unless told otherwise, 50,000 more. Offsets grow by 1 to 3, so about
 * half of them are absent; about five goals are scored.
 *
 * @returns new stamps, the caller's to keep and change.
 * @throws TypeError when an option is not what it should be.
 *
 * @example
 * const game = generateGame({ seed: 'derby' });
 * game.length; // 50001
 */
export function generateGame(options: GameOptions = {}): GameStamp[] {
  const { timestampsCount = TIMESTAMPS_COUNT } = options;
  assertCount(timestampsCount);
  const random = chooseRandom(options);
  const { home, away } = INITIAL_STAMP.score;
  let stamp: GameStamp = { offset: INITIAL_STAMP.offset, score: { home, away } };
  const gameStamps = [stamp];
  for (let made = 0; made < timestampsCount; made++) {
    stamp = nextStamp(stamp, random);
    gameStamps.push(stamp);
  }
  return gameStamps;
}

function assertCount(count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw mustBe('timestampsCount', 'a whole number, 0 or more', count);
}
