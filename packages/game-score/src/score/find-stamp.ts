import { checkedStamp, passedStamp, wholeStamp } from '../stamps/checked-stamp.ts';
import type { GameStamp } from '../stamps/types.ts';

/** The first guess is one of at most 2 to this power stamps: look-ups share them, so they stay in the caches. */
const LANDMARK_BITS = 8;

/** From this many stamps away a third guess is worth more than walking. */
const FAR = 4;

/**
 * The last stamp at or before `offset`, if there is one.
 *
 * Offsets are nearly linear in the index, so it is guessed, roughly at first, and the guess corrected by how far it
 * was off. In a generated game the second guess is a few stamps off, and neighbours, which mostly share cache lines,
 * are walked. In a list that is not linear at all the walk ends after log4(n) steps, and bisection does the rest.
 *
 * The shape of the code is for speed. In a long list the time goes into waiting for memory and into branches that
 * the processor predicts wrongly: hence the landmarks, two guesses always and a third seldom instead of a loop, and
 * a return wherever the stamp is known.
 */
export function findStamp(gameStamps: ArrayLike<unknown>, offset: number): GameStamp | undefined {
  const end = gameStamps.length - 1;
  if (end < 0) return undefined;
  const first = passedStamp(gameStamps[0], 0);
  if (first.offset > offset) return undefined;
  const last = passedStamp(gameStamps[end], end);
  if (last.offset <= offset) return wholeStamp(last, end);

  const stampsPerOffset = end / (last.offset - first.offset);
  let index = landmarkNear((offset - first.offset) * stampsPerOffset, end);
  let stamp = passedStamp(gameStamps[index], index);
  index = moved(index, (offset - stamp.offset) * stampsPerOffset, end);
  stamp = passedStamp(gameStamps[index], index);
  const way = (offset - stamp.offset) * stampsPerOffset;
  if (way >= FAR || way <= -FAR) {
    index = moved(index, way, end);
    stamp = passedStamp(gameStamps[index], index);
  }

  if (stamp.offset <= offset) {
    for (let budget = end; budget > 1; budget /= 4) {
      const next = passedStamp(gameStamps[index + 1], index + 1);
      if (next.offset > offset) return wholeStamp(stamp, index);
      stamp = next;
      index++;
    }
    return bisect(gameStamps, offset, index, end);
  }
  for (let budget = end; budget > 1; budget /= 4) {
    index--;
    const next = passedStamp(gameStamps[index], index);
    if (next.offset <= offset) return wholeStamp(next, index);
  }
  return bisect(gameStamps, offset, 0, index);
}

// Guessing uses 32-bit arithmetic, which is fast, and wrong in lists too long for an array, or where offsets have
// overflowed to infinity or NaN. The guess is bad then, and no worse: the search is right from any index in the list.

/** The landmark next to a position in the list: their spacing is a power of two, 1 in a list of up to 256 stamps. */
function landmarkNear(position: number, end: number): number {
  const shift = Math.max(32 - LANDMARK_BITS - Math.clz32(end), 0);
  const halfSpacing = (1 << shift) >> 1;
  return Math.min(Math.max(((position + halfSpacing) >> shift) << shift, 0), end);
}

/** The index `way` stamps from `index`, kept in the list. */
function moved(index: number, way: number, end: number): number {
  return Math.min(Math.max(index + (way | 0), 0), end);
}

/** The stamp at `low` is at or before the offset, the one at `high` after it. */
function bisect(gameStamps: ArrayLike<unknown>, offset: number, low: number, high: number): GameStamp {
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (passedStamp(gameStamps[middle], middle).offset <= offset) low = middle;
    else high = middle;
  }
  return checkedStamp(gameStamps[low], low);
}
