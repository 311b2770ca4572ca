import { isRecord } from './api-problem.ts';
import type { Clock } from './clock.ts';

/** What an access token says about its bearer. It is shown, never trusted: the server checks the token. */
export interface Claims {
  readonly sub: string;
  readonly user_id: number;
  /** The session's public id. */
  readonly sid: string;
  readonly [name: string]: unknown;
}

/** An access token in memory. */
export interface AccessToken {
  readonly text: string;
  readonly claims: Claims;
  readonly lifeMs: number;
  /** When it was asked for, by this page's monotonic clock, as are the next two. */
  readonly askedAt: number;
  readonly expiresAt: number;
  /** From here on it is replaced before it is used: a request takes time to arrive. */
  readonly renewAt: number;
}

/** An access token as one page leaves it for the others. */
export interface SharedAccessToken {
  readonly access_token: string;
  /** Its whole life, in seconds. */
  readonly expires_in: number;
  /** When it was asked for, in milliseconds since the epoch, by the clock of this machine. */
  readonly issued_at: number;
}

/** What a login or a refresh brings. */
export interface TokenPair {
  readonly accessToken: AccessToken;
  /** Undefined where it is in the cookie. */
  readonly refreshToken: string | undefined;
}

const marginShare = 0.2;
const longestMarginMs = 10_000;
/** The times in a token are whole seconds (RFC 7519, NumericDate), cut off: it may be over a second before its time. */
const shortestMarginMs = 1_000;
const refreshTokenForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads an answer to a login or a refresh. Its age counts from `askedAt`, before the request was sent, and its life from
 * `expires_in`: no clock but ours is needed. That clock may stand still while the machine sleeps; the server then refuses
 * the token, and it is replaced.
 *
 * @throws TypeError where the answer is none.
 */
export function readTokenPair(answer: unknown, askedAt: number): TokenPair {
  const {
    access_token: text,
    expires_in: seconds,
    refresh_token: refreshToken,
  } = isRecord(answer) ? answer : {};
  if (typeof text !== 'string' || typeof seconds !== 'number') throw new TypeError('No access token came.');
  return {
    accessToken: toAccessToken(text, seconds * 1_000, askedAt),
    refreshToken: isRefreshToken(refreshToken) ? refreshToken : undefined,
  };
}

export function isRefreshToken(value: unknown): value is string {
  return typeof value === 'string' && refreshTokenForm.test(value);
}

/** For the other pages, whose monotonic clocks have begun at other moments: all that they share is the calendar. */
export function share(token: AccessToken, clock: Clock): SharedAccessToken {
  return {
    access_token: token.text,
    expires_in: token.lifeMs / 1_000,
    issued_at: clock.date() - (clock.now() - token.askedAt),
  };
}

/**
 * Reads what another page has left, perhaps before the machine slept. Its age is by the calendar of this machine: how far
 * off that is does not matter, since it was written by the same. Only where the clock was set in between is the age
 * wrong. An age that cannot be makes the token an old one; one that could be makes a dead token look alive, or a live one
 * dead: the server refuses the first, as it would after any sleep, and the second costs a refresh. Neither harms.
 *
 * @throws TypeError where it is no such token.
 */
export function takeUp(shared: unknown, clock: Clock): AccessToken {
  const { access_token: text, expires_in: seconds, issued_at: issuedAt } = isRecord(shared) ? shared : {};
  if (typeof text !== 'string' || typeof seconds !== 'number' || typeof issuedAt !== 'number') {
    throw new TypeError('That is no access token.');
  }
  const lifeMs = seconds * 1_000;
  const ageMs = clock.date() - issuedAt;
  const isPossible = ageMs >= 0 && ageMs < lifeMs;
  return toAccessToken(text, lifeMs, clock.now() - (isPossible ? ageMs : lifeMs));
}

function toAccessToken(text: string, lifeMs: number, askedAt: number): AccessToken {
  const expiresAt = askedAt + lifeMs;
  const marginMs = Math.min(Math.max(lifeMs * marginShare, shortestMarginMs), lifeMs / 2, longestMarginMs);
  return { text, claims: decodeClaims(text), lifeMs, askedAt, expiresAt, renewAt: expiresAt - marginMs };
}

export function isFresh(token: AccessToken, clock: Clock): boolean {
  return clock.now() < token.renewAt;
}

export function isValid(token: AccessToken, clock: Clock): boolean {
  return clock.now() < token.expiresAt;
}

function decodeClaims(token: string): Claims {
  const payload = token.split('.')[1] ?? '';
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
  const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const isComplete =
    isRecord(claims) &&
    typeof claims['sub'] === 'string' &&
    typeof claims['user_id'] === 'number' &&
    typeof claims['sid'] === 'string';
  if (!isComplete) throw new TypeError('The access token has not the claims of Latchkey.');
  // Looked at just now.
  return claims as unknown as Claims;
}
