import type { JWTPayload } from 'jose';
import { TokenError } from './token-error.ts';

/** What an access token of Latchkey says (RFC 9068). Times are in seconds since the epoch. */
export interface AccessTokenClaims {
  /** The account. */
  readonly user_id: number;
  /** The account once more, as text. */
  readonly sub: string;
  /** The session that the token was issued for. */
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly nbf?: number;
  readonly jti: string;
  readonly token_type: 'access';
  readonly iss: string;
  readonly aud?: string | string[];
  /** There, and true, where the account administers Latchkey. */
  readonly is_staff?: true;
}

/** The claims of a payload whose signature, issuer and times have been found right. @throws TokenError `bad_claims`. */
export function readClaims(payload: JWTPayload): AccessTokenClaims {
  if (!areClaims(payload)) throw new TokenError('bad_claims', 'These are not the claims of an access token.');
  return payload;
}

function areClaims(payload: JWTPayload): payload is JWTPayload & AccessTokenClaims {
  const { user_id: userId, sub, sid, jti, token_type: tokenType, is_staff: isStaff } = payload;
  return (
    tokenType === 'access' &&
    Number.isSafeInteger(userId) &&
    sub === String(userId) &&
    isName(sid) &&
    isName(jti) &&
    (isStaff === undefined || isStaff === true)
  );
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
