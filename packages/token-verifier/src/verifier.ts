import { readClaims, type AccessTokenClaims } from './claims.ts';
import { systemClock, type Clock } from './clock.ts';
import { notYetValid, proveJwt } from './compact-jwt.ts';
import type { Fetch } from './fetch-text.ts';
import { createFetchedKeys } from './keys/fetched-keys.ts';
import { createGivenKeys, type GivenKey } from './keys/given-keys.ts';
import type { KeySource } from './keys/key-source.ts';
import { TokenError } from './token-error.ts';
import { requireUrl } from './url.ts';

export interface VerifierOptions {
  /** Latchkey's `PUBLIC_URL`, exactly. Tokens of another issuer are refused. */
  readonly issuer: string;
  /**
   * The key, where it is handed over instead of fetched: the shared secret of HS256, or a public key as a JWK. While one
   * key follows another, a list of both.
   */
  readonly key?: GivenKey | readonly GivenKey[];
  /** Where the public keys are, in place of `/.well-known/jwks.json` below the issuer. */
  readonly jwksUrl?: string;
  /** Latchkey's `TOKEN_AUDIENCE`. Needed where that is set; without it a token that has an audience is refused. */
  readonly audience?: string;
  /** By how much the clocks of both machines may differ, in seconds; 5 without it. */
  readonly leeway?: number;
  /** In place of the global one. */
  readonly fetch?: Fetch;
  readonly clock?: Clock;
}

export interface Verifier {
  /** As it was given. */
  readonly issuer: string;
  /**
   * Checks an access token by the keys alone.
   *
   * @throws TokenError, with a `code`, for every token that is not to be accepted.
   */
  verify(token: string): Promise<AccessTokenClaims>;
}

const type = 'at+jwt';
/** Latchkey's tokens have less than a thousand. */
const largestToken = 8_192;
const defaultLeewaySeconds = 5;
const largestLeewaySeconds = 300;

/**
 * A verifier for Latchkey's access tokens. One is enough for a process; it holds the keys that it has fetched.
 *
 * @throws TypeError for options that cannot be meant.
 *
 * @example
 * const verifier = createVerifier({ issuer: 'https://auth.example.com' });
 * const { user_id } = await verifier.verify(token);
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { issuer, audience, leeway = defaultLeewaySeconds, clock = systemClock } = options;
  requireUrl('issuer', issuer);
  if (!(leeway >= 0 && leeway <= largestLeewaySeconds)) {
    throw new TypeError(`\`leeway\` must be a number of seconds from 0 to ${largestLeewaySeconds}.`);
  }
  const keys = openKeys(options, clock);
  const fixed = {
    typ: type,
    largest: largestToken,
    issuer,
    ...(audience !== undefined && { audience }),
    clockTolerance: leeway,
    requiredClaims: ['exp', 'iat'],
  };

  return {
    issuer,
    async verify(token) {
      const now = clock.now();
      const payload = await proveJwt(token, keys, { ...fixed, currentDate: new Date(now) });
      // RFC 7519, section 4.1.3: who is not among those that a token names must refuse it.
      if (audience === undefined && payload.aud !== undefined) {
        throw new TokenError(
          'wrong_audience',
          'The token has an audience, and this verifier was given none.',
        );
      }
      const claims = readClaims(payload);
      if (claims.iat > now / 1_000 + leeway) throw notYetValid();
      return claims;
    },
  };
}

function openKeys({ issuer, key, jwksUrl, fetch }: VerifierOptions, clock: Clock): KeySource {
  if (key !== undefined) {
    if (jwksUrl !== undefined) throw new TypeError('Give `key` or `jwksUrl`, not both.');
    return createGivenKeys(key);
  }
  const url = jwksUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  requireUrl('jwksUrl', url);
  return createFetchedKeys(url, 'sig', { fetch: fetch ?? globalFetch, clock });
}

/** Looked up at each call: a test, or a tracing tool, may have put another one in its place. */
const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init);
