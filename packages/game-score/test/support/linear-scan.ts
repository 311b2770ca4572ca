import type { GameStamp, Score } from '../../src/index.ts';

/** The score at `offset` in the plainest way: go through all stamps and remember the last that is not after it. */
export function linearScan(gameStamps: ArrayLike<GameStamp>, offset: number): Score {
  let score = { home: 0, away: 0 };
  for (let index = 0; index < gameStamps.length; index++) {
    const stamp = gameStamps[index];
    if (stamp !== undefined && stamp.offset <= offset) score = stamp.score;
  }
  return score;
}
