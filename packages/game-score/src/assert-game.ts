import { assertList } from './stamps/arguments.ts';
import { describe } from './stamps/describe.ts';
import { checkedStamp } from './stamps/checked-stamp.ts';
import { StampError } from './stamps/stamp-error.ts';
import type { GameStamp, Score } from './stamps/types.ts';

const TEAMS = ['home', 'away'] as const;

/**
 * Checks a whole list, for data from outside: every stamp is `{offset, score: {home, away}}`, the offsets are
 * finite and never fall (several stamps may share one), the scores are whole numbers from 0 that never fall.
 *
 * @throws TypeError when `gameStamps` is no list, saying what was given.
 * @throws StampError (a TypeError) for the first fault, with its `index`, `code` and `detail`.
 *
 * @example
 * const data: unknown = JSON.parse(text);
 * assertGame(data);
 * getScore(data, 90); // data is known to be a game now
 */
export function assertGame(gameStamps: unknown): asserts gameStamps is ArrayLike<GameStamp> {
  assertList(gameStamps);
  let previousOffset = -Infinity;
  let previousScore: Score = { home: 0, away: 0 };
  for (let index = 0; index < gameStamps.length; index++) {
    const { offset, score } = checkedStamp(gameStamps[index], index);
    assertOffsetFollows(index, previousOffset, offset);
    assertScoreFollows(index, previousScore, score);
    previousOffset = offset;
    previousScore = score;
  }
}

/** Refuses an offset that is infinite or lower than the one before it. */
function assertOffsetFollows(index: number, previous: number, offset: number): void {
  if (!Number.isFinite(offset)) {
    throw new StampError(index, 'offset_not_finite', `offset must be finite; found ${describe(offset)}`);
  }
  if (offset < previous) throw offsetFalls(index, previous, offset);
}

/** The error for a stamp that is earlier than the one before it. */
export function offsetFalls(index: number, previous: number, offset: number): StampError {
  return new StampError(index, 'offset_falls', `offset ${offset} is before the previous one, ${previous}`);
}

function assertScoreFollows(index: number, previous: Score, score: Score): void {
  for (const team of TEAMS) {
    const goals = score[team];
    if (!Number.isSafeInteger(goals) || goals < 0) {
      const detail = `score.${team} must be a whole number, 0 or more; found ${describe(goals)}`;
      throw new StampError(index, 'score_not_whole', detail);
    }
    if (goals < previous[team]) {
      const detail = `score.${team} falls from ${previous[team]} to ${goals}`;
      throw new StampError(index, 'score_falls', detail);
    }
  }
}
