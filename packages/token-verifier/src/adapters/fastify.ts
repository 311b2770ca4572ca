import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokenClaims } from '../claims.ts';
import type { Verifier } from '../verifier.ts';
import { createGuard, type GuardOptions } from './guard.ts';

export { claimsOf, type GuardOptions } from './guard.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the access token says, behind `requireToken`. */
    claims?: AccessTokenClaims;
  }
}

/**
 * A hook that lets in requests with a valid access token, and answers all others.
 *
 * @example
 * app.get('/games/', { onRequest: requireToken(verifier) }, (request) => gamesOf(claimsOf(request).user_id));
 */
export function requireToken(verifier: Verifier, options: GuardOptions = {}) {
  const guard = createGuard(verifier, options);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { claims, refusal } = await guard(request.headers.authorization);
    // Fastify goes on only where a hook returns nothing.
    if (refusal) return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
    request.claims = claims;
    return undefined;
  };
}
