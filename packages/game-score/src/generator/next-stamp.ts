import type { GameStamp } from '../stamps/types.ts';
import { OFFSET_MAX_STEP, PROBABILITY_HOME_SCORE, PROBABILITY_SCORE_CHANGED } from './constants.ts';
import type { Random } from './seeded-random.ts';

/** The stamp after `previous`. It draws twice, and a third time, in between, when the score changes. */
export function nextStamp(previous: GameStamp, random: Random): GameStamp {
  const scoreChanged = random() > 1 - PROBABILITY_SCORE_CHANGED;
  const homeScored = scoreChanged && random() > 1 - PROBABILITY_HOME_SCORE;
  const awayScored = scoreChanged && !homeScored;
  return {
    offset: previous.offset + Math.floor(random() * OFFSET_MAX_STEP) + 1,
    score: {
      home: previous.score.home + (homeScored ? 1 : 0),
      away: previous.score.away + (awayScored ? 1 : 0),
    },
  };
}
