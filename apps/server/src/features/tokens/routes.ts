import type { FastifyInstance } from 'fastify';
import { publicJwk } from './algorithms.ts';
import type { SigningKeys } from './signing-keys.ts';

const cacheSeconds = 300;

/** The public keys of access tokens (RFC 7517). A shared secret is none. */
export function registerJwks(app: FastifyInstance, keys: SigningKeys): void {
  const jwks = {
    keys: keys.all
      .filter(({ algorithm }) => algorithm !== 'HS256')
      .map(({ kid, algorithm, secret }) => ({ ...publicJwk(secret), kid, alg: algorithm, use: 'sig' })),
  };
  app.get('/.well-known/jwks.json', (_request, reply) => {
    reply.header('cache-control', `public, max-age=${cacheSeconds}`);
    return reply.send(jwks);
  });
}
