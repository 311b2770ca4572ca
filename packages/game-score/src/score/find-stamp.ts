import { checkedStamp, passedStamp, wholeStamp } from '../stamps/checked-stamp.ts';
import type { GameStamp } from '../stamps/types.ts';

/** From this many stamps away a third guess is worth more than walking. */
const FAR = 8;

/**
 * The last stamp at or before `offset`, if there is one.
 *
 * Offsets are nearly linear in the index, so it is guessed, and the guess corrected by how far it was off. In a
 * generated game the second guess is a few stamps off, and neighbours, which mostly share cache lines, are walked.
 * In a list that is not linear at all the walk ends after log4(n) steps, and bisection does the rest.
 *
 * The shape of the code is for speed: two guesses always and a third seldom, instead of a loop, and a return
 * wherever the stamp is known, are what processors predict well.
 */
export function findStamp(gameStamps: ArrayLike<unknown>, offset: number): GameStamp | undefined {
  const end = gameStamps.length - 1;
  if (end < 0) return undefined;
  const first = passedStamp(gameStamps[0], 0);
  if (first.offset > offset) return undefined;
  const last = passedStamp(gameStamps[end], end);
  if (last.offset <= offset) return wholeStamp(last, end);

  const stampsPerOffset = end / (last.offset - first.offset);
  let index = moved(0, (offset - first.offset) * stampsPerOffset, end);
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

/**
 * The index `way` stamps from `index`, kept between 0 and `end`. Where `way` is beyond 32 bits, or NaN because
 * offsets overflowed, this is a bad guess, and no worse: whatever is guessed, the search that follows is right.
 */
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
