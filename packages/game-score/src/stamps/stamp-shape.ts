import { describe } from './describe.ts';
import type { GameStamp, Score } from './types.ts';

type Unchecked<Shape> = Partial<Record<keyof Shape, unknown>>;

/** A stamp of which only the offset is known to be good; it has a score of some kind. */
export interface PassedStamp {
  readonly offset: number;
  readonly score: unknown;
}

/** Whether the value has a number other than NaN for an offset, and a score of some kind. */
export function isPassedStamp(value: unknown): value is PassedStamp {
  if (typeof value !== 'object' || value === null) return false;
  const { offset, score } = value as Unchecked<GameStamp>; // an object; nothing is assumed of what it holds
  return typeof offset === 'number' && !Number.isNaN(offset) && score !== undefined && score !== null;
}

/** Whether the score, too, is what it should be: a number other than NaN for both teams. */
export function isWholeStamp(stamp: PassedStamp): stamp is GameStamp {
  const { home, away } = stamp.score as Unchecked<Score>; // of what is no object, home and away are undefined
  return typeof home === 'number' && typeof away === 'number' && !Number.isNaN(home) && !Number.isNaN(away);
}

/** Says why one of the above refused the value. */
export function malformation(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return `expected {offset, score: {home, away}}; found ${describe(value)}`;
  }
  const { offset, score } = value as Unchecked<GameStamp>; // as in isPassedStamp
  if (!isNumber(offset)) return `offset must be a number other than NaN; found ${describe(offset)}`;
  if (typeof score !== 'object' || score === null) {
    return `score must be {home, away}; found ${describe(score)}`;
  }
  const { home, away } = score as Unchecked<Score>; // as in isWholeStamp
  const [team, goals] = isNumber(home) ? ['away', away] : ['home', home];
  return `score.${team} must be a number other than NaN; found ${describe(goals)}`;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(value);
}
