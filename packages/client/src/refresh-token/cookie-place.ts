import { share, takeUp, type AccessToken } from '../access-token.ts';
import type { Clock } from '../clock.ts';
import { MemoryStorage, type KeyStorage } from '../storage.ts';
import type { TabChannel } from '../tab-channel.ts';
import { drawIdempotencyKey, isIdempotencyKey } from './idempotency-key.ts';
import type { RefreshTokenPlace } from './place.ts';

const keyName = 'latchkey-refresh-key';
/**
 * A note that a session was begun in this browser: the end of its last access token's id. The cookie itself can be read by no
 * script, and to ask the server about a visitor who never signed in would be answered with an error, which browsers report
 * in the console.
 */
const noteName = 'latchkey-session';

/** A message is slower than a lock at times. The page that sent it may also be gone. */
const patienceMs = 500;

interface Deps {
  /** For the note, and the key of a refresh that is open. Alone the key opens nothing. */
  readonly storage: KeyStorage;
  readonly channel: TabChannel;
  readonly clock: Clock;
}

/**
 * The refresh token is in a cookie that no script can read. Access tokens are not written down either: pages hand them to
 * each other from memory to memory, so that one refresh serves all of them.
 */
export function createCookiePlace({ storage, channel, clock }: Deps): RefreshTokenPlace {
  let latest: AccessToken | undefined;
  let openKey: string | undefined;
  let stopWaiting: (() => void) | undefined;

  /** A storage that others have filled is no reason to stop: this page remembers by itself. */
  function store(name: string, value: string): void {
    try {
      storage.setItem(name, value);
    } catch {
      // Only a refresh whose answer is lost together with the page is worse off.
    }
  }

  function forgetKey(): void {
    openKey = undefined;
    storage.removeItem(keyName);
  }

  channel.onToken((shared) => {
    try {
      const heard = takeUp(shared, clock);
      // It may have been on its way for longer than a refresh of this page.
      if (!latest || heard.askedAt >= latest.askedAt) latest = heard;
      if (!isBehind()) stopWaiting?.();
    } catch {
      // Pages of another version may tell what this one does not know.
    }
  });
  channel.onEnd((sessionId) => {
    if (latest?.claims.sid === sessionId) latest = undefined;
  });

  /** Whether another page has got a token that this one has not heard of. What was just opened does not wait for it. */
  function isBehind(): boolean {
    if (storage instanceof MemoryStorage || !latest) return false;
    const note = storage.getItem(noteName);
    return note !== null && note !== noteOf(latest);
  }

  return {
    isInBody: false,
    // What is forgotten with each page knows nothing of the session.
    mayHold: () => storage instanceof MemoryStorage || storage.getItem(noteName) !== null,
    async look() {
      if (isBehind()) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(patienceMs, resolve);
          stopWaiting = () => {
            cancel();
            resolve();
          };
        });
      }
      return { body: {}, accessToken: latest };
    },
    keyFor() {
      const kept = storage.getItem(keyName);
      if (isIdempotencyKey(kept)) return kept;
      openKey ??= drawIdempotencyKey();
      store(keyName, openKey);
      return openKey;
    },
    keep({ accessToken }) {
      forgetKey();
      store(noteName, noteOf(accessToken));
      latest = accessToken;
      channel.tellToken(share(accessToken, clock));
    },
    clear() {
      forgetKey();
      storage.removeItem(noteName);
      latest = undefined;
    },
  };
}

/** Enough to tell tokens apart, and nothing that looks like one. */
function noteOf(token: AccessToken): string {
  return String(token.claims['jti']).slice(-12);
}
