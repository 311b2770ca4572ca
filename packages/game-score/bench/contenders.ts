import { bisector } from 'd3-array';
import lodash from 'lodash';
import { createTimeline, getScore, type GameStamp, type Score } from '../src/index.ts';

export interface Contender {
  name: string;
  /** Looks up the scores at all moments and returns a sum of them, by which all contenders can be compared. */
  run: (moments: readonly number[]) => number;
  /** So slow that it gets few look-ups. */
  slow?: boolean;
}

const NO_GOALS: Score = { home: 0, away: 0 };

/**
 * All ways to look up a score, for one game. Each has a loop of its own, as it would in a program: the engine fits
 * machine code to every place in the source, and in one loop for all it would fit none of them.
 */
export function contendersFor(game: GameStamp[]): Contender[] {
  return [d3Array(game), lodashSorted(game), linearScan(game), getScoreItself(game), timeline(game)];
}

function d3Array(game: GameStamp[]): Contender {
  const bisect = bisector((stamp: GameStamp) => stamp.offset);
  const run = (moments: readonly number[]): number => {
    let sum = 0;
    for (const moment of moments) sum += weigh(game[bisect.right(game, moment) - 1]?.score ?? NO_GOALS);
    return sum;
  };
  return { name: "d3-array's bisector", run };
}

function lodashSorted(game: GameStamp[]): Contender {
  const offsetOf = (stamp: GameStamp): number => stamp.offset;
  const run = (moments: readonly number[]): number => {
    let sum = 0;
    for (const offset of moments) {
      const index = lodash.sortedLastIndexBy(game, { offset, score: NO_GOALS }, offsetOf);
      sum += weigh(game[index - 1]?.score ?? NO_GOALS);
    }
    return sum;
  };
  return { name: "lodash's sortedLastIndexBy", run };
}

/** As one would write it at first: from the start until a stamp is after the moment. */
function linearScan(game: GameStamp[]): Contender {
  const run = (moments: readonly number[]): number => {
    let sum = 0;
    for (const moment of moments) {
      let score = NO_GOALS;
      for (const stamp of game) {
        if (stamp.offset > moment) break;
        score = stamp.score;
      }
      sum += weigh(score);
    }
    return sum;
  };
  return { name: 'linear scan', run, slow: true };
}

function getScoreItself(game: GameStamp[]): Contender {
  const run = (moments: readonly number[]): number => {
    let sum = 0;
    for (const moment of moments) sum += weigh(getScore(game, moment));
    return sum;
  };
  return { name: 'getScore', run };
}

function timeline(game: GameStamp[]): Contender {
  const { scoreAt } = createTimeline(game);
  const run = (moments: readonly number[]): number => {
    let sum = 0;
    for (const moment of moments) sum += weigh(scoreAt(moment));
    return sum;
  };
  return { name: 'timeline.scoreAt', run };
}

function weigh({ home, away }: Score): number {
  return home + 7 * away;
}
