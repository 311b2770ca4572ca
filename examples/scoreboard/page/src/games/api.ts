import type { Client } from '@latchkey/client';
import { callService } from './call-service.ts';

export interface Score {
  readonly home: number;
  readonly away: number;
}

export interface GameSummary {
  readonly id: number;
  readonly home: string;
  readonly away: string;
  readonly duration: number;
  readonly finalScore: Score;
}

export interface Game extends GameSummary {
  /** The moments at which the score changed, with the new score. */
  readonly changes: readonly { readonly offset: number; readonly score: Score }[];
}

export type NewGame = Pick<Game, 'home' | 'away'> & ({ readonly game: string } | { readonly seed: string });

/** What the service can do for who is signed in. */
export function gamesApi(client: Client) {
  const get = <T>(path: string, signal: AbortSignal): Promise<T> => callService<T>(client, path, { signal });
  return {
    list: (signal: AbortSignal) => get<{ games: readonly GameSummary[] }>('/games', signal),
    find: (id: number, signal: AbortSignal) => get<Game>(`/games/${id}`, signal),
    scoreAt: (id: number, at: number, signal: AbortSignal) =>
      get<Score>(`/games/${id}/score?at=${at}`, signal),
    add: (game: NewGame) =>
      callService<GameSummary>(client, '/games', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(game),
      }),
    isStaff: () => client.claims()?.['is_staff'] === true,
  };
}

export type GamesApi = ReturnType<typeof gamesApi>;
