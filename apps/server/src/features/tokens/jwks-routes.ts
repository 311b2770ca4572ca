import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { publicJwk } from './algorithms.ts';
import { jwksMaxAgeSeconds } from './schedule.ts';
import type { LiveSigningKeys, SigningKeys } from './signing-keys.ts';

const jwksSchema = operation(
  {
    id: 'listPublicKeys',
    tag: 'Installation',
    summary: 'List the public keys of access tokens',
    description:
      'A JWK set (RFC 7517): the key that signs, one that is about to, and those whose tokens may still be valid. With HS256 it is empty: a shared secret is no public key.',
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
export function registerJwks(app: FastifyInstance, keys: LiveSigningKeys): void {
  let listed = keys.current();
  let jwks = { keys: describeKeys(listed) };
  app.get('/.well-known/jwks.json', { schema: jwksSchema }, (_request, reply) => {
    const current = keys.current();
    if (current !== listed) {
      jwks = { keys: describeKeys(current) };
      listed = current;
    }
    reply.header('cache-control', `public, max-age=${jwksMaxAgeSeconds}`);
    return reply.send(jwks);
  });
}

function describeKeys({ all }: SigningKeys) {
  return all
    .filter(({ algorithm }) => algorithm !== 'HS256')
    .map(({ kid, algorithm, secret }) => ({ ...publicJwk(secret), kid, alg: algorithm, use: 'sig' }));
}
