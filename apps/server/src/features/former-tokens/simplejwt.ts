import { createVerifier } from 'fast-jwt';
import type { Clock } from '../../lib/clock.ts';
import { digestOfId, digestOfPasswordClaim } from './digests.ts';
import type { TokenForm } from './token-form.ts';

/** What a signed token of the former system says, once its signature was found right. */
export interface SignedFormerToken {
  readonly digest: string;
  readonly accountId: number;
  /** In milliseconds since the epoch. It may be over: whoever asks decides. */
  readonly expiresAt: number;
  /** A hash of what it carries of the password; null where it carries nothing. */
  readonly passwordCheck: string | null;
}

/** @returns undefined where the token is not signed with the key, or is no refresh token as SimpleJWT makes them. */
export type VerifyFormerToken = (text: string) => SignedFormerToken | undefined;

const longestText = 4_096;
const longestId = 255;
/** How far the clock of the former system may have been ahead of this one. */
const leewaySeconds = 60;
const jwtForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether the text could be a signed token at all. */
export function isJwtForm(text: string): boolean {
  return text.length <= longestText && jwtForm.test(text);
}

/** @param key the shared secret, or the public key as PEM, as `readFormerKey` gives it. */
export function createFormerVerifier(form: TokenForm, key: string, clock: Clock): VerifyFormerToken {
  const check = createVerifier({
    key,
    // One algorithm for the key, whatever the header says.
    algorithms: [form.algorithm],
    // The times are compared with our clock.
    ignoreExpiration: true,
    ignoreNotBefore: true,
  });
  return (text) => {
    if (!isJwtForm(text)) return undefined;
    try {
      const claims: unknown = hasCritical(text) ? undefined : check(text);
      // An object with any members, as far as is known.
      return typeof claims === 'object' && claims !== null
        ? readClaims(claims as Claims, form, clock.now() / 1_000)
        : undefined;
    } catch {
      // Which check failed is nobody's business.
      return undefined;
    }
  };
}

type Claims = Readonly<Record<string, unknown>>;

/** RFC 7515: what a header calls critical and the verifier does not know makes the token invalid. */
function hasCritical(text: string): boolean {
  const header: unknown = JSON.parse(Buffer.from(text.slice(0, text.indexOf('.')), 'base64url').toString());
  return typeof header !== 'object' || header === null || 'crit' in header;
}

function readClaims(claims: Claims, form: TokenForm, nowSeconds: number): SignedFormerToken | undefined {
  const { token_type: type, jti, exp, iat, iss, hash_password: password } = claims;
  const accountId = readAccountId(claims[form.userIdClaim]);
  if (type !== 'refresh' || accountId === undefined) return undefined;
  if (typeof jti !== 'string' || jti === '' || jti.length > longestId) return undefined;
  if (typeof exp !== 'number' || !Number.isSafeInteger(Math.trunc(exp * 1_000))) return undefined;
  // Older versions of SimpleJWT wrote none.
  if (iat !== undefined && !(typeof iat === 'number' && iat <= nowSeconds + leewaySeconds)) return undefined;
  if (form.issuer !== null && iss !== form.issuer) return undefined;
  if (form.audience !== null && !isAudience(claims['aud'], form.audience)) return undefined;
  if (password !== undefined && typeof password !== 'string') return undefined;
  return {
    digest: digestOfId(jti),
    accountId,
    expiresAt: Math.trunc(exp * 1_000),
    passwordCheck: password === undefined ? null : digestOfPasswordClaim(password),
  };
}

/** Newer versions of SimpleJWT write the id as text. */
function readAccountId(claim: unknown): number | undefined {
  const id = typeof claim === 'string' && /^[1-9]\d{0,15}$/.test(claim) ? Number(claim) : claim;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function isAudience(claimed: unknown, expected: string): boolean {
  return claimed === expected || (Array.isArray(claimed) && claimed.includes(expected));
}
