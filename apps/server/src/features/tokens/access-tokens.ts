import { randomUUID } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import type { Clock } from '../../lib/clock.ts';
import { verificationKey, type KeyMaterial } from './algorithms.ts';
import { accessTokenExpired, accessTokenInvalid } from './errors.ts';
import type { LiveSigningKeys, SigningKeys } from './signing-keys.ts';
import type { AccessTokenClaims } from './claims.ts';
import { createTokenSigner } from './token-signer.ts';
import { VerifiedTokens } from './verified-tokens.ts';

export interface AccessTokens {
  issue(holder: { accountId: number; sessionId: string; isStaff: boolean; lifetimeSeconds: number }): string;
  /**
   * Checks a token by the keys alone, without the database.
   *
   * @throws Problem `access_token_invalid` or `access_token_expired`.
   */
  verify(token: string): AccessTokenClaims;
}

const type = 'at+jwt';

interface Verifier {
  readonly kid: string;
  readonly algorithm: string;
  check(token: string): unknown;
}

/** What is made of the keys once, and used until they change. */
interface Prepared {
  readonly keys: SigningKeys;
  readonly sign: (claims: object) => string;
  readonly verifiers: readonly Verifier[];
  readonly verified: VerifiedTokens;
}

export function createAccessTokens(
  keys: LiveSigningKeys,
  options: { issuer: string; audience: string | undefined; clock: Clock },
): AccessTokens {
  const { issuer, audience, clock } = options;
  const fixedClaims = {
    token_type: 'access',
    iss: issuer,
    ...(audience !== undefined && { aud: audience }),
  } as const;
  let prepared = prepare(keys.current(), undefined);

  function usePrepared(): Prepared {
    const current = keys.current();
    if (current !== prepared.keys) prepared = prepare(current, prepared);
    return prepared;
  }

  /** @throws Problem `access_token_invalid`. */
  function verifyFirst(token: string, verifiers: readonly Verifier[]): AccessTokenClaims {
    const verifier = findVerifier(verifiers, token);
    let claims: unknown;
    try {
      claims = verifier?.check(token);
    } catch {
      // Which check failed is nobody's business.
    }
    if (!areClaims(claims) || claims.iss !== issuer || !isAudience(claims.aud, audience))
      throw accessTokenInvalid();
    return claims;
  }

  return {
    issue({ accountId, sessionId, isStaff, lifetimeSeconds }) {
      const iat = Math.floor(clock.now() / 1_000);
      const claims: AccessTokenClaims = {
        user_id: accountId,
        sub: String(accountId),
        iat,
        exp: iat + lifetimeSeconds,
        jti: randomUUID(),
        sid: sessionId,
        ...fixedClaims,
        ...(isStaff && { is_staff: true }),
      };
      return usePrepared().sign(claims);
    },
    verify(token) {
      const { verified, verifiers } = usePrepared();
      const known = verified.get(token);
      const claims = known ?? verifyFirst(token, verifiers);
      if (claims.exp * 1_000 <= clock.now()) throw accessTokenExpired();
      if (!known) verified.add(token, claims);
      return claims;
    },
  };
}

function prepare(keys: SigningKeys, before: Prepared | undefined): Prepared {
  // What a key has signed is refused as soon as it is gone, also what was found right before.
  const hasLost = !before || before.keys.all.some((key) => !keys.all.includes(key));
  return {
    keys,
    sign: createTokenSigner(keys.active, type),
    verifiers: keys.all.map(createTokenVerifier),
    verified: hasLost ? new VerifiedTokens() : before.verified,
  };
}

/** One algorithm for a key: a public key can never be taken for the secret of an HMAC. */
function createTokenVerifier(key: KeyMaterial): Verifier {
  const check = createVerifier({
    key: verificationKey(key),
    algorithms: [key.algorithm],
    // The time is compared with our clock, after all else has been found right.
    ignoreExpiration: true,
  });
  return { kid: key.kid, algorithm: key.algorithm, check };
}

/** The verifier of the key that the header names; nothing else in the header is followed. */
function findVerifier(verifiers: readonly Verifier[], token: string): Verifier | undefined {
  const header = parseHeader(token.slice(0, Math.max(token.indexOf('.'), 0)));
  if (header?.typ !== type || header.crit !== undefined) return undefined;
  return verifiers.find(({ kid, algorithm }) => kid === header.kid && algorithm === header.alg);
}

function parseHeader(
  segment: string,
): { typ?: unknown; alg?: unknown; kid?: unknown; crit?: unknown } | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    return typeof header === 'object' && header !== null ? header : undefined;
  } catch {
    return undefined;
  }
}

function areClaims(value: unknown): value is AccessTokenClaims {
  if (typeof value !== 'object' || value === null) return false;
  const claims: Partial<Record<keyof AccessTokenClaims, unknown>> = value;
  return (
    claims.token_type === 'access' &&
    Number.isSafeInteger(claims.user_id) &&
    claims.sub === String(claims.user_id) &&
    typeof claims.sid === 'string' &&
    Number.isFinite(claims.exp)
  );
}

function isAudience(claimed: unknown, expected: string | undefined): boolean {
  return (
    expected === undefined || claimed === expected || (Array.isArray(claimed) && claimed.includes(expected))
  );
}
