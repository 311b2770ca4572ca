import { StampError } from './stamp-error.ts';
import { isPassedStamp, isWholeStamp, malformation, type PassedStamp } from './stamp-shape.ts';
import type { GameStamp } from './types.ts';

/**
 * Returns `value` if it has the shape of a stamp, and throws a StampError naming `index` if not.
 * What only its neighbours can show (order, falling scores) is for `assertGame`.
 */
export function checkedStamp(value: unknown, index: number): GameStamp {
  return wholeStamp(passedStamp(value, index), index);
}

/**
 * The first half of the check, for a stamp that a search passes on its way. That it has a score is free to see;
 * what is in the score lies elsewhere in memory, and reading it made searches a tenth to a fifth slower.
 */
export function passedStamp(value: unknown, index: number): PassedStamp {
  if (isPassedStamp(value)) return value;
  throw malformed(value, index);
}

/** The second half, for the stamp that a search has found. */
export function wholeStamp(stamp: PassedStamp, index: number): GameStamp {
  if (isWholeStamp(stamp)) return stamp;
  throw malformed(stamp, index);
}

function malformed(value: unknown, index: number): StampError {
  return new StampError(index, 'stamp_malformed', malformation(value));
}
