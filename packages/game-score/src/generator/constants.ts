import type { Score } from '../stamps/types.ts';

/** Stamps in a generated game, besides the initial one. */
export const TIMESTAMPS_COUNT = 50_000;

/** The probability that a stamp changes the score. */
export const PROBABILITY_SCORE_CHANGED = 0.0001;

/** The probability that a change of the score is the home team's goal. */
export const PROBABILITY_HOME_SCORE = 0.45;

/** The most that the offset grows from one stamp to the next; it grows by 1 at least. */
export const OFFSET_MAX_STEP = 3;

/** The first stamp of every generated game. It is frozen; games start with a copy. */
export const INITIAL_STAMP: Readonly<{ offset: number; score: Readonly<Score> }> = Object.freeze({
  offset: 0,
  score: Object.freeze({ home: 0, away: 0 }),
});
