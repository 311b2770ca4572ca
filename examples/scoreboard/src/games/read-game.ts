import { generateGame, type GameStamp } from 'game-score';
import { GameTextError, parseGame } from 'game-score/formats';
import { Problem } from '../problems.ts';

/** A game as somebody gives it: one of both. */
export interface GameText {
  readonly game?: string;
  readonly seed?: string;
}

/** A plot has to draw them all. */
const mostChanges = 2_000;

/** @throws Problem `invalid_game`, naming the field and, in a text, the line. */
export function readGame({ game, seed }: GameText): readonly GameStamp[] {
  if (seed !== undefined && game === undefined) return generateGame({ seed });
  if (game === undefined || seed !== undefined) throw invalid('game', 'Give either a game or a seed.');
  const stamps = parse(game);
  const first = stamps[0]?.offset ?? 0;
  if (stamps.length === 0 || first < 0)
    throw invalid('game', 'A game has stamps, and they begin at 0 or later.');
  if (countChanges(stamps) > mostChanges) {
    throw invalid('game', `The score changes more than ${mostChanges} times, which no plot can show.`);
  }
  return stamps;
}

function parse(game: string): readonly GameStamp[] {
  try {
    return parseGame(game);
  } catch (error) {
    if (!(error instanceof GameTextError)) throw error;
    throw invalid('game', error.message);
  }
}

function countChanges(stamps: readonly GameStamp[]): number {
  const differs = ({ score }: GameStamp, i: number): boolean =>
    score.home !== stamps[i - 1]?.score.home || score.away !== stamps[i - 1]?.score.away;
  return stamps.filter(differs).length;
}

function invalid(field: string, sentence: string): Problem {
  return new Problem(400, 'invalid_game', 'Correct what `errors` names and send it again.', {
    [field]: [sentence],
  });
}
