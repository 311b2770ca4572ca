import type { FastifyRequest } from 'fastify';
import { accessTokenInvalid, accessTokenMissing } from './errors.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { AccessTokenClaims } from './claims.ts';

/** Whoever sends a request, as its access token says. */
export type Authenticate = (request: FastifyRequest) => AccessTokenClaims;

const bearer = /^bearer(?: +(.*))?$/i;

/** Reads and checks the access token of a request (RFC 6750, section 2.1). It asks no database. */
export function createAuthenticate(accessTokens: AccessTokens): Authenticate {
  return (request) => {
    const match = bearer.exec(request.headers.authorization?.trim() ?? '');
    if (!match) throw accessTokenMissing();
    const token = match[1] ?? '';
    if (token === '') throw accessTokenInvalid();
    return accessTokens.verify(token);
  };
}
