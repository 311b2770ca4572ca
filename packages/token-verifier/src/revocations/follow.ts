import type { Clock } from '../clock.ts';
import { FetchError, fetchText, type Fetch } from '../fetch-text.ts';
import { createFetchedKeys } from '../keys/fetched-keys.ts';
import { feedUse, largestFeed, readFeed, type Feed } from './feed.ts';

export interface Following {
  /** The newest feed; waits for the end of the first attempt, and for none after that. */
  newest(): Promise<Feed | undefined>;
  close(): void;
}

interface Options {
  readonly url: string;
  readonly issuer: string;
  readonly leeway: number;
  /** How long the server is asked to wait for something new, in seconds. */
  readonly waitSeconds: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const pauseMs = 100;
const backoffMs = { first: 500, most: 10_000 };
/** For the answer to arrive after the wait. */
const answerMs = 5_000;
/** A feed with a lower number may be a lagging node's, for so long; then it is that of a database that was restored. */
const goingBackAfterMs = 60_000;

/** Follows the feed, beginning with the first call of `newest`, until it is closed. */
export function followFeed({ url, issuer, leeway, waitSeconds, fetch, clock }: Options): Following {
  const keys = createFetchedKeys(`${url}/jwks.json`, feedUse, { fetch, clock });
  const closing = new AbortController();
  let known: { feed: Feed; etag: string | null; at: number } | undefined;
  let first: Promise<void> | undefined;

  async function poll(): Promise<void> {
    const { status, text, headers } = await fetchText(
      fetch,
      clock,
      `${url}?wait=${waitSeconds}`,
      { timeoutMs: waitSeconds * 1_000 + answerMs, largestBytes: largestFeed },
      { signal: closing.signal, ...(known?.etag != null && { headers: { 'if-none-match': known.etag } }) },
    );
    // Nobody has signed that there is nothing new.
    if (status !== 200) throw new FetchError(`${url} answered with status ${status}.`);
    const feed = await readFeed(text, keys, { issuer, now: clock.now(), leeway });
    if (known && !isNewer(feed, known)) throw new FetchError(`${url} went back to an older feed.`);
    known = { feed, etag: headers.get('etag'), at: clock.elapsed() };
  }

  function isNewer(feed: Feed, than: { feed: Feed; at: number }): boolean {
    if (feed.iat < than.feed.iat) return false;
    if (feed.seq >= than.feed.seq) return true;
    return feed.iat > than.feed.iat && clock.elapsed() - than.at > goingBackAfterMs;
  }

  async function follow(attempted: () => void): Promise<void> {
    for (let failures = 0; ;) {
      try {
        await poll();
        failures = 0;
      } catch {
        // Whoever verifies a token learns by the age of the feed that there is none.
        failures += 1;
      }
      attempted();
      await pause(failures === 0 ? pauseMs : backoff(failures));
    }
  }

  /** Does not end once this is closed: what waits for it is let go with it. */
  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (closing.signal.aborted) return;
      const callOff = clock.after(milliseconds, () => {
        closing.signal.removeEventListener('abort', callOff);
        resolve();
      });
      closing.signal.addEventListener('abort', callOff, { once: true });
    });
  }

  return {
    async newest() {
      first ??= new Promise((resolve) => void follow(resolve));
      await first;
      return known?.feed;
    },
    close: () => closing.abort(),
  };
}

/** With jitter, so that all services do not come back in the same moment. */
function backoff(failures: number): number {
  const longest = Math.min(backoffMs.first * 2 ** (failures - 1), backoffMs.most);
  return longest * (0.5 + Math.random() / 2);
}
