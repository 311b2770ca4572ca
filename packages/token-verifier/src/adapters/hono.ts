import type { MiddlewareHandler } from 'hono';
import type { AccessTokenClaims } from '../claims.ts';
import type { Verifier } from '../verifier.ts';
import { createGuard, type GuardOptions } from './guard.ts';

export type { GuardOptions };

/**
 * Middleware that lets in requests with a valid access token, and answers all others.
 *
 * @example
 * app.get('/games/', requireToken(verifier), (c) => c.json(gamesOf(c.var.claims.user_id)));
 */
export function requireToken(
  verifier: Verifier,
  options: GuardOptions = {},
): MiddlewareHandler<{ Variables: { claims: AccessTokenClaims } }> {
  const guard = createGuard(verifier, options);
  return async (context, next) => {
    const { claims, refusal } = await guard(context.req.header('authorization'));
    if (refusal) return new Response(refusal.body, { status: refusal.status, headers: refusal.headers });
    context.set('claims', claims);
    await next();
    return undefined;
  };
}
