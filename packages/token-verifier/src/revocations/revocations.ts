import type { AccessTokenClaims } from '../claims.ts';
import type { Clock } from '../clock.ts';
import type { Fetch } from '../fetch-text.ts';
import { TokenError } from '../token-error.ts';
import { requireUrl } from '../url.ts';
import type { Feed } from './feed.ts';
import { followFeed } from './follow.ts';

export interface RevocationOptions {
  /**
   * What to do with tokens while the feed cannot be had: accept them until they expire, as without a feed, or reject them,
   * so that nothing works without Latchkey.
   */
  readonly onStale: 'accept' | 'reject';
  /** How old the feed may be, in seconds, before it is stale; 60 without it, at least 10. */
  readonly maxFeedAge?: number;
  /** In place of `/.well-known/revoked-sessions` below the issuer. */
  readonly url?: string;
}

export interface Revocations {
  /** @throws TokenError `revoked` for a session that has ended; `feed_stale` where nobody knows, and that matters. */
  check(claims: AccessTokenClaims): Promise<void>;
  close(): void;
}

interface Surroundings {
  readonly issuer: string;
  readonly leeway: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const defaultMaxAgeSeconds = 60;
const shortestMaxAgeSeconds = 10;
/** What the server grants. */
const longestWaitSeconds = 25;

export function createRevocations(options: RevocationOptions, surroundings: Surroundings): Revocations {
  const { issuer, leeway, clock } = surroundings;
  const { onStale, maxFeedAge = defaultMaxAgeSeconds } = options;
  if (!['accept', 'reject'].includes(onStale)) {
    throw new TypeError("`revocations.onStale` must be 'accept' or 'reject'.");
  }
  if (!(maxFeedAge >= shortestMaxAgeSeconds)) {
    throw new TypeError(`\`revocations.maxFeedAge\` must be ${shortestMaxAgeSeconds} seconds or more.`);
  }
  const url = options.url ?? `${issuer.replace(/\/$/, '')}/.well-known/revoked-sessions`;
  requireUrl('revocations.url', url);
  const waitSeconds = Math.min(longestWaitSeconds, Math.floor(maxFeedAge / 3));
  const following = followFeed({ ...surroundings, url, waitSeconds });

  const isStale = (feed: Feed | undefined): boolean =>
    !feed || clock.now() / 1_000 - feed.iat > maxFeedAge + leeway;

  return {
    async check(claims) {
      const feed = await following.newest();
      // What has ended has ended, however old the news.
      if (feed && hasEnded(feed, claims))
        throw new TokenError('revoked', 'The session of the token has ended.');
      if (onStale === 'reject' && isStale(feed)) {
        throw new TokenError('feed_stale', 'Whether the session has ended cannot be known at the moment.');
      }
    },
    close: () => following.close(),
  };
}

function hasEnded({ sessions, notBefore }: Feed, { sid, iat }: AccessTokenClaims): boolean {
  return sessions.has(sid) || (notBefore !== undefined && iat <= notBefore);
}
