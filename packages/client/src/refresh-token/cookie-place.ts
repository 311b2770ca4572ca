import { share, takeUp, type AccessToken } from '../access-token.ts';
import type { Clock } from '../clock.ts';
import { MemoryStorage, type KeyStorage } from '../storage.ts';
import type { TabChannel } from '../tab-channel.ts';
import { drawIdempotencyKey, isIdempotencyKey } from './idempotency-key.ts';
import type { RefreshTokenPlace } from './place.ts';

const keyName = 'latchkey-refresh-key';
/**
 * A note that a session was begun in this browser. The cookie itself can be read by no script, and to ask the server
 * about a visitor who never signed in would be answered with an error, which browsers report in the console.
 */
const noteName = 'latchkey-session';

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
      latest = takeUp(shared, clock);
    } catch {
      // Pages of another version may tell what this one does not know.
    }
  });
  channel.onEnd((sessionId) => {
    if (latest?.claims.sid === sessionId) latest = undefined;
  });

  return {
    isInBody: false,
    // What is forgotten with each page knows nothing of the session.
    mayHold: () => storage instanceof MemoryStorage || storage.getItem(noteName) !== null,
    look: () => ({ body: {}, accessToken: latest }),
    keyFor() {
      const kept = storage.getItem(keyName);
      if (isIdempotencyKey(kept)) return kept;
      openKey ??= drawIdempotencyKey();
      store(keyName, openKey);
      return openKey;
    },
    keep({ accessToken }) {
      forgetKey();
      store(noteName, 'begun');
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
