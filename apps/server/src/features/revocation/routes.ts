import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { drainOf } from '../../lib/draining.ts';
import type { RevocationFeed } from './feed.ts';
import type { FeedKeys } from './feed-keys.ts';
import { feedKeysSchema, feedSchema } from './schemas.ts';

interface Deps {
  readonly feed: RevocationFeed;
  readonly keys: FeedKeys;
}

const path = '/.well-known/revoked-sessions';
const keysCacheSeconds = 300;

/** What other services follow, so that a logout reaches them before the access token expires. */
export function registerRevocationRoutes(server: FastifyInstance, { feed, keys }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  // Whoever waits gets an answer before the server stops.
  drainOf(app.server).onBegin(() => feed.close());

  app.get(path, { schema: feedSchema }, async (request, reply) => {
    const known = request.headers['if-none-match'];
    const waitMs = Number(request.query.wait ?? 0) * 1_000;
    const onGone = (callback: () => void): void => void reply.raw.once('close', callback);
    const { jwt, etag } =
      waitMs > 0 ? await feed.next(known, waitMs, { address: request.ip, onGone }) : await feed.current();
    reply.headers({ etag, 'cache-control': 'no-cache' });
    // Whoever has waited gets it signed anew: nothing else proves that it is still so.
    // A null would be written as a body, which 304 has not; nothing at all the types do not know.
    if (waitMs === 0 && known === etag) return reply.code(304).send(undefined as unknown as null);
    return { feed: jwt };
  });

  app.get(`${path}/jwks.json`, { schema: feedKeysSchema }, (_request, reply) => {
    reply.header('cache-control', `public, max-age=${keysCacheSeconds}`);
    return { keys: [...keys.jwks()] };
  });
}
