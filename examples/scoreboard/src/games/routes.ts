import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Verifier } from '@latchkey/token-verifier';
import { requireToken } from '@latchkey/token-verifier/fastify';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { GameStore } from './store.ts';

const name = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' });
const anyGame = Type.Object({ id: Type.Integer() });

const newGame = Type.Object({
  home: name,
  away: name,
  /** A whole game as text: JSON, NDJSON, or CSV with the columns offset, home and away. */
  game: Type.Optional(Type.String()),
  /** In its place: a game is made up, always the same one for the same seed. */
  seed: Type.Optional(Type.String({ maxLength: 100 })),
});

interface Parts {
  readonly verifier: Verifier;
  readonly games: GameStore;
}

/** Who has an access token of Latchkey may read, and staff may add games. */
export function registerGames(server: FastifyInstance, { verifier, games }: Parts): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const reader = requireToken(verifier);
  const staff = requireToken(verifier, { allow: ({ is_staff: isStaff }) => isStaff === true });

  app.get('/games', { onRequest: reader }, () => ({ games: games.list() }));

  app.get('/games/:id', { onRequest: reader, schema: { params: anyGame } }, ({ params }) =>
    games.find(params.id),
  );

  const moment = Type.Object({ at: Type.Number() });
  app.get(
    '/games/:id/score',
    { onRequest: reader, schema: { params: anyGame, querystring: moment } },
    ({ params, query }) => games.scoreAt(params.id, query.at),
  );

  // The guard comes before the body is read: nobody else may send four megabytes.
  app.post('/games', { onRequest: staff, schema: { body: newGame } }, ({ body }, reply) => {
    const game = games.add(body);
    return reply.code(201).header('location', `/games/${game.id}`).send(game);
  });
}
