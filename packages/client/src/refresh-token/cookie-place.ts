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
/** The server's own note, for pages of its origin: it outlives the storage in browsers that clear that after a week. */
const signedInForm = /(?:^|; )__Host-latchkey_signed_in=1(?:;|$)/;

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
  let spentKey: string | undefined;
  let stopWaiting: (() => void) | undefined;

  /**
   * A storage that others have filled, or that the browser has taken away since, is no reason to stop: this page remembers by
   * itself. Only a refresh whose answer is lost together with the page is worse off.
   *
   * @returns undefined where it failed.
   */
  function attempt<T>(access: () => T): T | undefined {
    try {
      return access();
    } catch {
      return undefined;
    }
  }
  const read = (name: string): string | null | undefined => attempt(() => storage.getItem(name));
  const store = (name: string, value: string): unknown => attempt(() => storage.setItem(name, value));
  const remove = (name: string): unknown => attempt(() => storage.removeItem(name));

  // Without a page there are no cookies; in a page that may have none, asking for them throws.
  const hasSignedInCookie = (): boolean =>
    attempt(() => typeof document !== 'undefined' && signedInForm.test(document.cookie)) === true;

  function forgetKey(): void {
    // It may be there still afterwards, and is not the key of the next refresh.
    spentKey = read(keyName) ?? openKey;
    openKey = undefined;
    remove(keyName);
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
    const note = read(noteName);
    return typeof note === 'string' && note !== noteOf(latest);
  }

  return {
    isInBody: false,
    // What is forgotten with each page, or cannot be read, knows nothing of the session.
    mayHold: () => storage instanceof MemoryStorage || read(noteName) !== null || hasSignedInCookie(),
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
    keyFor(held) {
      const kept = read(keyName);
      if (isIdempotencyKey(kept) && kept !== spentKey) return { key: kept, held };
      openKey ??= drawIdempotencyKey();
      store(keyName, openKey);
      return { key: openKey, held };
    },
    keep({ accessToken }) {
      forgetKey();
      store(noteName, noteOf(accessToken));
      latest = accessToken;
      channel.tellToken(share(accessToken, clock));
    },
    clear() {
      forgetKey();
      remove(noteName);
      latest = undefined;
    },
  };
}

/** Enough to tell tokens apart, and nothing that looks like one. */
function noteOf(token: AccessToken): string {
  return String(token.claims['jti']).slice(-12);
}
