import type { AccessTokenClaims } from '../claims.ts';
import type { Verifier } from '../verifier.ts';
import { createGuard, type GuardOptions } from './guard.ts';

export { claimsOf, type GuardOptions } from './guard.ts';

declare global {
  // The way in which @types/express lets its request be extended; without those types it does no harm.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** What the access token says, behind `requireToken`. */
      claims?: AccessTokenClaims;
    }
  }
}

/** What is used of a request and of its answer: those of Node, so that Express's types need not be installed. */
interface Incoming {
  readonly headers: { readonly authorization?: string | undefined };
  claims?: AccessTokenClaims;
}

interface Outgoing {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/**
 * Middleware that lets in requests with a valid access token, and answers all others.
 *
 * @example
 * app.get('/games/', requireToken(verifier), (request, response) => response.json(gamesOf(claimsOf(request).user_id)));
 */
export function requireToken(verifier: Verifier, options: GuardOptions = {}) {
  const guard = createGuard(verifier, options);
  return (request: Incoming, response: Outgoing, next: (error?: unknown) => void): void => {
    guard(request.headers.authorization).then(({ claims, refusal }) => {
      if (!refusal) {
        request.claims = claims;
        return next();
      }
      response.statusCode = refusal.status;
      for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
      response.end(refusal.body);
    }, next);
  };
}
