import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { body } from '../../http/schemas.ts';

export const longestWaitSeconds = 25;

export const feedSchema = operation(
  {
    id: 'readRevokedSessions',
    tag: 'Installation',
    summary: 'Follow the sessions that have ended',
    description:
      'A JWT with the type `latchkey-revocations+jwt`: `iss`, `iat`, `seq`, which grows with every session that ends, and `sessions`, a list of `sid`. ' +
      'A session is in it until no access token of it can be valid any longer. With `not_before` there were too many to name: access tokens issued until then (`iat`) are not to be trusted. ' +
      'With `If-None-Match` and `wait` the answer comes when there is something new, at the latest after so many seconds. `@latchkey/token-verifier` follows it.',
    access: 'anybody',
    problems: ['invalid_request', 'overloaded'],
  },
  {
    querystring: body({
      wait: Type.Optional(
        Type.String({
          pattern: '^([0-9]|1[0-9]|2[0-5])$',
          description: `How many seconds to wait for something new, up to ${longestWaitSeconds}.`,
        }),
      ),
    }),
    response: {
      200: Type.Object(
        { feed: Type.String({ description: 'The signed feed.' }) },
        { title: 'RevokedSessions', description: 'The sessions that have ended.' },
      ),
      304: Type.Null({ description: 'Nothing has changed.' }),
    },
  },
);

export const feedKeysSchema = operation(
  {
    id: 'listFeedKeys',
    tag: 'Installation',
    summary: 'List the public keys of the feed of ended sessions',
    description: 'A JWK set (RFC 7517). These keys sign that feed and nothing else.',
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
        { title: 'FeedKeys', description: 'The keys that the feed of ended sessions is verified with.' },
      ),
    },
  },
);
