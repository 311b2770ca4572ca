import type { JWTPayload } from 'jose';
import { proveJwt } from '../compact-jwt.ts';
import type { KeySource } from '../keys/key-source.ts';

/** The sessions that have ended, as Latchkey has signed them. */
export interface Feed {
  /** Grows with every session that ends. */
  readonly seq: number;
  /** When it was signed, in seconds since the epoch. */
  readonly iat: number;
  readonly sessions: ReadonlySet<string>;
  /** There were too many to name: what was issued until then, in seconds since the epoch, is not to be trusted. */
  readonly notBefore: number | undefined;
}

export const largestFeed = 1_024 * 1_024;
export const feedUse = 'latchkey-revocations';
const type = 'latchkey-revocations+jwt';

/**
 * Proves a feed. It has a type and keys of its own: what signs access tokens signs no feed.
 *
 * @param text the answer of the server.
 * @throws TokenError, SyntaxError or TypeError for everything else.
 */
export async function readFeed(
  text: string,
  keys: KeySource,
  { issuer, now, leeway }: { readonly issuer: string; readonly now: number; readonly leeway: number },
): Promise<Feed> {
  const answer: unknown = JSON.parse(text);
  const jwt = typeof answer === 'object' && answer !== null && 'feed' in answer ? answer.feed : undefined;
  const payload = await proveJwt(jwt, keys, {
    typ: type,
    largest: largestFeed,
    issuer,
    currentDate: new Date(now),
    clockTolerance: leeway,
  });
  const feed = toFeed(payload);
  if (!feed) throw new TypeError('This is no feed of ended sessions.');
  // It would look fresh for too long.
  if (feed.iat > now / 1_000 + leeway) throw new TypeError('This feed is from the future.');
  return feed;
}

function toFeed({ seq, iat, sessions, not_before: notBefore }: JWTPayload): Feed | undefined {
  if (!isCount(seq) || !isCount(iat) || !isListOfTexts(sessions)) return undefined;
  if (notBefore !== undefined && !isCount(notBefore)) return undefined;
  return { seq, iat, sessions: new Set(sessions), notBefore };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
