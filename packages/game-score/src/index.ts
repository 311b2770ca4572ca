export { assertGame } from './assert-game.ts';
export { getScore } from './score/get-score.ts';
export {
  INITIAL_STAMP,
  OFFSET_MAX_STEP,
  PROBABILITY_HOME_SCORE,
  PROBABILITY_SCORE_CHANGED,
  TIMESTAMPS_COUNT,
} from './generator/constants.ts';
export { generateGame, type GameOptions } from './generator/generate-game.ts';
export { generateStamp } from './generator/generate-stamp.ts';
export type { RandomOptions } from './generator/random-options.ts';
export { seededRandom, type Random } from './generator/seeded-random.ts';
export { StampError, type StampFault } from './stamps/stamp-error.ts';
export type { GameStamp, Score } from './stamps/types.ts';
export { createTimeline, type Timeline } from './timeline/create-timeline.ts';
