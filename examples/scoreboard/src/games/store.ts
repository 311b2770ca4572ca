import { createTimeline, type GameStamp, type Score, type Timeline } from 'game-score';
import { Problem } from '../problems.ts';
import { readGame, type GameText } from './read-game.ts';

interface Summary {
  readonly id: number;
  readonly home: string;
  readonly away: string;
  /** The offset of the last stamp. */
  readonly duration: number;
  readonly finalScore: Score;
}

export interface NewGame extends GameText {
  readonly home: string;
  readonly away: string;
}

export interface GameStore {
  list(): readonly Summary[];
  /** @throws Problem `not_found`. */
  find(id: number): Summary & { readonly changes: readonly GameStamp[] };
  /** @throws Problem `not_found`. */
  scoreAt(id: number, offset: number): Score;
  /** @throws Problem `invalid_game` saying what is wrong with the text, `too_many_games`. */
  add(game: NewGame): Summary;
}

const most = 100;

/** Games in memory, which is enough to look at: they are gone when the service stops. */
export function createGameStore(first: readonly NewGame[] = []): GameStore {
  const games: { readonly summary: Summary; readonly timeline: Timeline }[] = [];

  const get = (id: number) => {
    const game = games[id - 1];
    if (!game) throw new Problem(404, 'not_found', 'There is no such game. GET /games lists them all.');
    return game;
  };

  const store: GameStore = {
    list: () => games.map(({ summary }) => summary),
    find(id) {
      const { summary, timeline } = get(id);
      return { ...summary, changes: timeline.changes() };
    },
    scoreAt: (id, offset) => get(id).timeline.scoreAt(offset),
    add({ home, away, ...text }) {
      if (games.length === most) {
        throw new Problem(
          409,
          'too_many_games',
          `There are ${most} games. Restart the example to begin anew.`,
        );
      }
      const timeline = createTimeline(readGame(text));
      const { duration, finalScore } = timeline;
      const summary = { id: games.length + 1, home: home.trim(), away: away.trim(), duration, finalScore };
      games.push({ summary, timeline });
      return summary;
    },
  };
  for (const game of first) store.add(game);
  return store;
}
