import { bisector } from 'd3-array';
import lodash from 'lodash';
import { createTimeline, getScore, type GameStamp, type Score } from '../src/index.ts';

export interface Contender {
  name: string;
  /** The score at a moment of the game that it was made for. */
  lookUp: (offset: number) => Score;
  /** So slow that it gets few look-ups. */
  slow?: boolean;
}

const NO_GOALS: Score = { home: 0, away: 0 };

/** All ways to look up a score, for one game. Only getScore and the timeline return objects of their own. */
export function contendersFor(game: GameStamp[]): Contender[] {
  const d3 = bisector((stamp: GameStamp) => stamp.offset);
  const timeline = createTimeline(game);
  const scoreBefore = (index: number): Score => game[index - 1]?.score ?? NO_GOALS;
  return [
    { name: "d3-array's bisector", lookUp: (offset) => scoreBefore(d3.right(game, offset)) },
    {
      name: "lodash's sortedLastIndexBy",
      lookUp: (offset) => {
        const stamp = { offset, score: NO_GOALS };
        return scoreBefore(lodash.sortedLastIndexBy(game, stamp, (candidate) => candidate.offset));
      },
    },
    { name: 'linear scan', lookUp: (offset) => linearScan(game, offset), slow: true },
    { name: 'getScore', lookUp: (offset) => getScore(game, offset) },
    { name: 'timeline.scoreAt', lookUp: (offset) => timeline.scoreAt(offset) },
  ];
}

/** As one would write it at first: from the start until a stamp is after the moment. */
function linearScan(game: GameStamp[], offset: number): Score {
  let score = NO_GOALS;
  for (const stamp of game) {
    if (stamp.offset > offset) break;
    score = stamp.score;
  }
  return score;
}
