import type { AccessTokenClaims } from '../claims.ts';
import { TokenError } from '../token-error.ts';
import type { Verifier } from '../verifier.ts';
import { refusals, type Refusal, type RefusalCode } from './refusals.ts';

export interface GuardOptions {
  /** Who may come in, of those who have a valid token. Others are answered 403. */
  readonly allow?: (claims: AccessTokenClaims) => boolean | Promise<boolean>;
}

export type Verdict =
  | { readonly claims: AccessTokenClaims; readonly refusal?: never }
  | { readonly claims?: never; readonly refusal: Refusal };

const bearer = /^bearer(?: +(.*))?$/i;

/**
 * What all adapters do: read the header `Authorization` (RFC 6750, section 2.1), verify the token, and say how to answer
 * where it is not accepted. What is not the token's fault is thrown.
 */
export function createGuard(verifier: Verifier, { allow }: GuardOptions) {
  const typeBase = `${verifier.issuer.replace(/\/$/, '')}/errors/`;
  const refuse = (code: RefusalCode): Verdict => ({ refusal: refusals(code, typeBase) });

  return async (authorization: string | undefined): Promise<Verdict> => {
    const match = bearer.exec(authorization?.trim() ?? '');
    if (!match) return refuse('access_token_missing');
    let claims: AccessTokenClaims;
    try {
      claims = await verifier.verify(match[1] ?? '');
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return refuse(codeOf(error));
    }
    if (allow && !(await allow(claims))) return refuse('forbidden');
    return { claims };
  };
}

/** Which check failed is nobody's business, but for the everyday case. */
function codeOf(error: TokenError): RefusalCode {
  if (error.isTemporary) return 'unavailable';
  return error.code === 'expired' ? 'access_token_expired' : 'access_token_invalid';
}

/** The claims of a request behind `requireToken`. @throws Error where the route has no such guard. */
export function claimsOf(request: { readonly claims?: AccessTokenClaims }): AccessTokenClaims {
  if (request.claims) return request.claims;
  throw new Error('This route is not behind `requireToken`, so that nobody has verified a token.');
}
