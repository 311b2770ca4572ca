import { networkOf } from '../../lib/networks.ts';
import { findEndedSessions, type EndedSessions, type EndedSessionsDeps } from './ended-sessions.ts';
import { tooManyFollowers } from './errors.ts';
import type { FeedKeys } from './feed-keys.ts';

/** A signed feed, and the tag by which a follower says that it has it already. */
export interface Feed {
  readonly jwt: string;
  readonly etag: string;
}

export interface RevocationFeed {
  /** @throws the database's error where it is away, and nothing is known yet. */
  current(): Promise<Feed>;
  /**
   * The feed as soon as it is another one than the follower has, at the latest after `waitMs`, and then signed anew.
   *
   * @throws Problem `overloaded` where too many wait already.
   */
  next(known: string | undefined, waitMs: number, follower: Follower): Promise<Feed>;
  /** How many wait for the next feed. */
  readonly followers: number;
  /** Answers all who wait, and lets nobody wait any longer. */
  close(): void;
}

interface Follower {
  readonly address: string;
  /** Calls back when the follower has hung up. */
  readonly onGone: (callback: () => void) => void;
}

const feedType = 'latchkey-revocations+jwt';
/** While anybody follows, the database is asked this often, in milliseconds; else never. */
const lookEveryMs = 250;
const mostFollowers = { inAll: 1_000, ofNetwork: 100 };

export function createRevocationFeed(
  deps: EndedSessionsDeps & { readonly issuer: string; readonly keys: FeedKeys },
): RevocationFeed {
  const { issuer, keys } = deps;
  const waiting = new Set<Waiter>();
  let ended: EndedSessions | undefined;
  let signed: { iat: number; feed: Feed } | undefined;
  let look: Promise<void> | undefined;
  let nextLook: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** One look at a time, and one after it for all who have come since it began: a look shows what was done before. */
  function refresh(): Promise<void> {
    if (!look) return (look = lookUp());
    nextLook ??= look
      .catch(() => undefined)
      .then(() => {
        nextLook = undefined;
        return (look = lookUp());
      });
    return nextLook;
  }

  async function lookUp(): Promise<void> {
    try {
      ended = await findEndedSessions(deps, ended);
    } finally {
      look = undefined;
    }
  }

  /** What is known; while the database is away it grows old, as its time of issue says. */
  async function latest(): Promise<EndedSessions> {
    try {
      await refresh();
    } catch (error) {
      if (!ended) throw error;
    }
    if (!ended) throw new Error('A look has found nothing.');
    return ended;
  }

  function sign({ seq, at, sessionIds, notBefore, fingerprint }: EndedSessions): Feed {
    const iat = Math.floor(at / 1_000);
    const etag = `W/"${fingerprint}"`;
    if (signed?.iat === iat && signed.feed.etag === etag) return signed.feed;
    const jwt = keys.sign(feedType, {
      iss: issuer,
      iat,
      seq,
      sessions: sessionIds,
      ...(notBefore !== undefined && { not_before: Math.floor(notBefore / 1_000) }),
    });
    signed = { iat, feed: { jwt, etag } };
    return signed.feed;
  }

  function schedule(): void {
    if (timer || waiting.size === 0 || closed) return;
    timer = setTimeout(() => {
      // Whoever waits is told what is known when its time is up, and the next look is soon.
      void refresh()
        .catch(() => undefined)
        .then(() => {
          timer = undefined;
          for (const waiter of waiting)
            if (ended && `W/"${ended.fingerprint}"` !== waiter.known) waiter.end();
          schedule();
        });
    }, lookEveryMs);
  }

  function wait(known: string, waitMs: number, { address, onGone }: Follower): Promise<void> {
    const network = networkOf(address);
    let same = 0;
    for (const other of waiting) if (other.network === network) same += 1;
    if (waiting.size >= mostFollowers.inAll || same >= mostFollowers.ofNetwork) throw tooManyFollowers();
    return new Promise((resolve) => {
      const waiter: Waiter = {
        known,
        network,
        end: () => {
          clearTimeout(timeout);
          waiting.delete(waiter);
          resolve();
        },
      };
      const timeout = setTimeout(waiter.end, waitMs);
      onGone(waiter.end);
      waiting.add(waiter);
      schedule();
    });
  }

  return {
    current: async () => sign(await latest()),
    async next(known, waitMs, follower) {
      const feed = sign(await latest());
      if (known !== feed.etag || closed) return feed;
      await wait(known, waitMs, follower);
      return sign(await latest());
    },
    get followers() {
      return waiting.size;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      for (const waiter of waiting) waiter.end();
    },
  };
}

interface Waiter {
  readonly known: string;
  readonly network: string;
  readonly end: () => void;
}
