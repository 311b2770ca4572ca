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
  /** By the clock that it was read with. */
  readonly expiresAt: number;
  /** From here on it is replaced before it is used: a request takes time to arrive. */
  readonly renewAt: number;
}

const marginShare = 0.2;
const longestMarginMs = 10_000;

/**
 * Reads an answer to a login or a refresh. Its age counts from `askedAt`, before the request was sent, and its life from
 * `expires_in`: no clock but ours is needed. That clock may stand still while the machine sleeps; the server then refuses
 * the token, and it is replaced.
 *
 * @throws TypeError where the answer is none.
 */
export function readAccessToken(answer: unknown, askedAt: number): AccessToken {
  const { access_token: text, expires_in: seconds } = isRecord(answer) ? answer : {};
  if (typeof text !== 'string' || typeof seconds !== 'number') throw new TypeError('No access token came.');
  const lifeMs = seconds * 1_000;
  const expiresAt = askedAt + lifeMs;
  return {
    text,
    claims: decodeClaims(text),
    expiresAt,
    renewAt: expiresAt - Math.min(lifeMs * marginShare, longestMarginMs),
  };
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
