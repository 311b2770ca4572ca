import { offsetFalls } from '../assert-game.ts';
import { assertList, assertOffset } from '../stamps/arguments.ts';
import { checkedStamp } from '../stamps/checked-stamp.ts';
import type { GameStamp, Score } from '../stamps/types.ts';
import { ChangeStore } from './change-store.ts';

/** A game prepared for many look-ups. It keeps the changes of score only, however many stamps there were. */
export interface Timeline {
  /**
   * The score at `offset`, the same as `getScore` gives, in a new object; O(log of the number of changes).
   * @throws TypeError when `offset` is NaN or no number, saying what was given.
   */
  readonly scoreAt: (offset: number) => Score;
  /** The moments at which the score changed, with the new score, as new objects; 0:0 holds before the first. */
  readonly changes: () => GameStamp[];
  /**
   * Adds the next stamp of a live game.
   * @throws StampError (a TypeError) when it is malformed or its offset is before the last one; its `index` counts
   *   from the first stamp of the game. The timeline stays as it was.
   */
  readonly appendStamp: (stamp: GameStamp) => void;
  /** The score of the last stamp, in a new object; 0:0 in an empty game. */
  readonly finalScore: Score;
  /** The offset of the last stamp, so the time since offset 0; 0 in an empty game. */
  readonly duration: number;
}

/**
 * Prepares a game for many look-ups: reads every stamp once, and the list not again.
 *
 * Falling scores are taken as they come (a goal may be annulled in a live game); `assertGame` refuses them.
 *
 * @param gameStamps stamps in the order of their offsets: an array or array-like, neither changed nor kept.
 * @throws TypeError when `gameStamps` is no list, saying what was given.
 * @throws StampError (a TypeError) for the first stamp that is malformed or before its predecessor.
 *
 * @example
 * const timeline = createTimeline(generateGame({ seed: 'derby' }));
 * timeline.scoreAt(45_000);
 */
export function createTimeline(gameStamps: ArrayLike<GameStamp>): Timeline {
  assertList(gameStamps);
  const store = new ChangeStore();
  let stampsCount = 0;
  let lastOffset = -Infinity;

  function appendStamp(stamp: unknown): void {
    const { offset, score } = checkedStamp(stamp, stampsCount);
    if (offset < lastOffset) throw offsetFalls(stampsCount, lastOffset, offset);
    store.add(offset, score);
    lastOffset = offset;
    stampsCount++;
  }

  for (let index = 0; index < gameStamps.length; index++) appendStamp(gameStamps[index]);
  store.reindex();

  return {
    scoreAt(offset) {
      assertOffset(offset);
      return store.scoreAt(offset);
    },
    changes: () => store.changes(),
    appendStamp,
    get finalScore() {
      return store.finalScore();
    },
    get duration() {
      return stampsCount === 0 ? 0 : lastOffset;
    },
  };
}
