import type { GameStamp, Score } from '../../src/index.ts';

/**
 * A game in which every stamp changes the score, so that a wrong neighbour is noticed, and in which home never
 * equals away, so that swapped teams are. Its first stamp is not 0:0 either.
 */
export function gameAt(...offsets: number[]): GameStamp[] {
  return offsets.map((offset, index) => ({ offset, score: scoreOfStamp(index) }));
}

/** The score of the stamp at `index` in `gameAt`: 2:1, 5:2, 8:3, … */
export function scoreOfStamp(index: number): Score {
  return { home: 3 * index + 2, away: index + 1 };
}

export const NO_GOALS: Score = { home: 0, away: 0 };

/** `count` offsets of which the one at `index` is `offsetOf(index)`. */
export function offsetsOf(count: number, offsetOf: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => offsetOf(index));
}
