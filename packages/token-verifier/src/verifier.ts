import { readClaims, type AccessTokenClaims } from './claims.ts';
import { systemClock, type Clock } from './clock.ts';
import { notYetValid, proveJwt } from './compact-jwt.ts';
import type { Fetch } from './fetch-text.ts';
import { createFetchedKeys } from './keys/fetched-keys.ts';
import { createGivenKeys, type GivenKey } from './keys/given-keys.ts';
import type { KeySource } from './keys/key-source.ts';
import { createRevocations, type RevocationOptions } from './revocations/revocations.ts';
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
  /**
   * Follow the sessions that end, so that a logout, or a disabled account, reaches this service within a second instead
   * of with the expiry of the token. For processes that live on; `close` ends it.
   */
  readonly revocations?: RevocationOptions;
  /** In place of the global one. */
  readonly fetch?: Fetch;
  readonly clock?: Clock;
}

export interface Verifier {
  /** As it was given. */
  readonly issuer: string;
  /**
   * Checks an access token by the keys alone, and by the sessions that have ended where they are followed.
   *
   * @throws TokenError, with a `code`, for every token that is not to be accepted.
   */
  verify(token: string): Promise<AccessTokenClaims>;
  /** Stops following the sessions that end. */
  close(): void;
}

const type = 'at+jwt';
/** Latchkey's tokens have less than a thousand. */
const largestToken = 8_192;
const defaultLeewaySeconds = 5;
/** Latchkey tells of an ended session for so long after its last token has expired. */
const largestLeewaySeconds = 60;

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
  const fetch = options.fetch ?? globalFetch;
  const keys = openKeys(options, { fetch, clock });
  const revocations =
    options.revocations && createRevocations(options.revocations, { issuer, leeway, fetch, clock });
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
      await revocations?.check(claims);
      return claims;
    },
    close: () => revocations?.close(),
  };
}

function openKeys(
  { issuer, key, jwksUrl }: VerifierOptions,
  surroundings: { readonly fetch: Fetch; readonly clock: Clock },
): KeySource {
  if (key !== undefined) {
    if (jwksUrl !== undefined) throw new TypeError('Give `key` or `jwksUrl`, not both.');
    return createGivenKeys(key);
  }
  const url = jwksUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  requireUrl('jwksUrl', url);
  return createFetchedKeys(url, 'sig', surroundings);
}

/** Looked up at each call: a test, or a tracing tool, may have put another one in its place. */
const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init);
