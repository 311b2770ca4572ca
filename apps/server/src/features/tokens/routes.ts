import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { publicJwk } from './algorithms.ts';
import type { SigningKeys } from './signing-keys.ts';

const cacheSeconds = 300;

const jwksSchema = operation(
  {
    id: 'listPublicKeys',
    tag: 'Installation',
    summary: 'List the public keys of access tokens',
    description: 'A JWK set (RFC 7517). With HS256 it is empty: a shared secret is no public key.',
    access: 'anybody',
  },
  {
    response: {
      200: Type.Object(
        {
          keys: Type.Array(
            Type.Object({ kid: Type.String(), alg: Type.String() }, { additionalProperties: true }),
          ),
        },
        { title: 'PublicKeys', description: 'The keys that access tokens are verified with.' },
      ),
    },
  },
);

/** The public keys of access tokens (RFC 7517). A shared secret is none. */
export function registerJwks(app: FastifyInstance, keys: SigningKeys): void {
  const jwks = {
    keys: keys.all
      .filter(({ algorithm }) => algorithm !== 'HS256')
      .map(({ kid, algorithm, secret }) => ({ ...publicJwk(secret), kid, alg: algorithm, use: 'sig' })),
  };
  app.get('/.well-known/jwks.json', { schema: jwksSchema }, (_request, reply) => {
    reply.header('cache-control', `public, max-age=${cacheSeconds}`);
    return reply.send(jwks);
  });
}
