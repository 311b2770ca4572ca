import { createAccountCalls, type AccountCalls } from './account-calls.ts';
import { isFresh, isValid, type AccessToken, type Claims } from './access-token.ts';
import { monotonicClock, type Clock } from './clock.ts';
import { createJson, type JsonOptions } from './json.ts';
import { defaultLocks, type Locks } from './locks.ts';
import { createCookiePlace } from './refresh-token/cookie-place.ts';
import { createStoragePlace } from './refresh-token/storage-place.ts';
import { isSignedOut } from './refusals.ts';
import { createSession, type Credentials } from './session.ts';
import type { SignedOutReason } from './sign-out.ts';
import {
  defaultKeyStorage,
  MemoryStorage,
  type KeyStorage,
  type StorageError,
  type TokenStorage,
} from './storage.ts';
import { openTabChannel } from './tab-channel.ts';

export type { JsonOptions } from './json.ts';
export type { Credentials } from './session.ts';

export interface ClientOptions {
  /** Where Latchkey is, such as `https://auth.example.com`; the page's own origin without it. */
  readonly baseUrl?: string;
  /**
   * Where the session is kept, such as `localStorage`: for pages that cannot have Latchkey's cookie, and for Node. Without
   * it the refresh token is in a cookie that no script can read.
   */
  readonly storage?: TokenStorage;
  /** Called when `storage` fails for writing; the session goes on in memory. Without it the console says so. */
  readonly onStorageError?: (error: StorageError) => void;
  /** In place of the platform's own, for tests. */
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  readonly locks?: Locks;
  /** Where the cookie mode notes that there is a session, in place of `localStorage`. */
  readonly keyStorage?: KeyStorage;
}

export interface HeldToken {
  readonly text: string;
  /** Until it expires, by this page's monotonic clock; never below 0. */
  readonly secondsLeft: number;
}

export interface Client extends AccountCalls {
  /** Begins a session. @throws ApiProblem `invalid_credentials`, `forbidden` for a page of a foreign origin, … */
  login(credentials: Credentials): Promise<void>;
  /**
   * Takes up the session of the cookie or the storage: to be called when a page is loaded or a program starts. Where
   * nobody has signed in the server is not asked; with `always` it is asked all the same, for a session that something
   * else than this client has begun.
   *
   * @returns whether there is a session.
   * @throws ApiProblem where the server cannot be asked at the moment.
   */
  restore(options?: { readonly always?: boolean }): Promise<boolean>;
  /**
   * Ends the session, here and in the other tabs.
   *
   * @throws ApiProblem where the server cannot be told: it lives on. `account_changed` where another tab has signed in to
   *   another account: that one is left alone.
   */
  logout(): Promise<void>;
  isSignedIn(): boolean;
  /** What the access token says. */
  claims(): Claims | undefined;
  /** The access token as it is: it may be about to expire, or have expired. */
  heldToken(): HeldToken | undefined;
  /**
   * A fresh access token, to be sent to other services that accept it. Undefined where nobody is signed in.
   *
   * @throws ApiProblem as `fetch`.
   */
  accessToken(): Promise<string | undefined>;
  /**
   * `fetch` for a path of the service, with the access token where there is one. The token is renewed before it expires;
   * a request that is answered 401 all the same is sent once more with a new one.
   *
   * @throws ApiProblem where the session is over, or the token cannot be renewed at the moment.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /**
   * JSON in and out. @returns undefined for an answer without content.
   * @throws ApiProblem for every answer that is no success, and where there is no answer.
   */
  json<T>(path: string, options?: JsonOptions): Promise<T>;
  /** Calls the listener when the session is over. @returns what stops that. */
  onSignedOut(listener: (reason: SignedOutReason) => void): () => void;
  /** Stops listening to other tabs. */
  close(): void;
}

/**
 * A client for one page, or one session in Node.
 *
 * @example
 * const client = createClient({ baseUrl: 'https://auth.example.com', storage: localStorage });
 * if (!(await client.restore())) await client.login({ email, password });
 * const { email } = await client.me();
 */
export function createClient(options: ClientOptions = {}): Client {
  const baseUrl = (options.baseUrl ?? '').replace(/\/$/, '');
  const clock = options.clock ?? monotonicClock;
  const send = options.fetch ?? ((...parameters) => globalThis.fetch(...parameters));
  const channel = openTabChannel(`latchkey ${baseUrl}`);
  const keyStorage = options.keyStorage ?? (options.storage ? new MemoryStorage() : defaultKeyStorage());
  const place = options.storage
    ? createStoragePlace({
        storage: options.storage,
        // A token goes to the service that gave it out and to no other.
        name: `latchkey-tokens ${baseUrl}`,
        clock,
        onStorageError: options.onStorageError ?? ((error) => console.error(error)),
      })
    : createCookiePlace({ storage: keyStorage, channel, clock });
  const session = createSession({
    baseUrl,
    clock,
    fetch: send,
    locks: options.locks ?? defaultLocks(options.storage ?? keyStorage),
    place,
    channel,
  });

  async function usableToken(): Promise<AccessToken | undefined> {
    const token = session.token();
    if (!token || isFresh(token, clock)) return token;
    try {
      return await session.renew();
    } catch (error) {
      // It was ahead of time: what cannot be renewed at the moment is good for some seconds still.
      if (session.token() === token && isValid(token, clock)) return token;
      throw error;
    }
  }

  function sendWith(token: AccessToken | undefined, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token.text}`);
    return send(`${baseUrl}${path}`, { ...init, headers });
  }

  async function fetchPath(path: string, init: RequestInit = {}): Promise<Response> {
    requirePath(path);
    const token = await usableToken();
    const sentAt = clock.now();
    const response = await sendWith(token, path, init);
    if (response.status !== 401 || !token || init.body instanceof ReadableStream) return response;
    await response.body?.cancel();
    // Another call or another tab may have renewed it since. What was there before may be as dead as this one.
    const current = session.token();
    const isNewer = current !== undefined && current !== token && current.askedAt >= sentAt;
    return sendWith(isNewer ? current : await session.renew(sentAt), path, init);
  }

  const json = createJson(fetchPath);
  return {
    login: session.login,
    async restore({ always = false } = {}) {
      if (!always && !(await place.mayHold())) return false;
      try {
        await session.renew(always ? Infinity : undefined);
        return true;
      } catch (error) {
        if (isSignedOut(error)) return false;
        throw error;
      }
    },
    logout: session.logout,
    isSignedIn: () => session.token() !== undefined,
    claims: () => session.token()?.claims,
    heldToken() {
      const token = session.token();
      return token && { text: token.text, secondsLeft: Math.max(0, token.expiresAt - clock.now()) / 1_000 };
    },
    accessToken: async () => (await usableToken())?.text,
    fetch: fetchPath,
    json,
    ...createAccountCalls(json),
    onSignedOut: session.onSignedOut,
    close: session.close,
  };
}

/** The token goes to the service and to nobody else. URL parsers drop tabs and line breaks: `/\t/host/` would be `//host/`. */
function requirePath(path: string): void {
  if (!/^\/(?![/\\])\P{Cc}*$/u.test(path)) {
    throw new RangeError(`${path} is no path that begins with one slash, without control characters.`);
  }
}
