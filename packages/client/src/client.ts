import { isFresh, isValid, type AccessToken, type Claims } from './access-token.ts';
import { readProblem, unreachable } from './api-problem.ts';
import { monotonicClock, type Clock } from './clock.ts';
import { defaultLocks, type Locks } from './locks.ts';
import { createSession, isRefusal, type Credentials } from './session.ts';
import type { SignedOutReason } from './sign-out.ts';
import { defaultStorage, type KeyStorage } from './storage.ts';

export type { Credentials } from './session.ts';

export interface ClientOptions {
  /** Where Latchkey is, such as `https://auth.example.com`; the page's own origin without it. */
  readonly baseUrl?: string;
  /** In place of the browser's own. */
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  readonly locks?: Locks;
  readonly storage?: KeyStorage;
}

export interface JsonOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Begins a session. @throws ApiProblem `invalid_credentials`, `forbidden` for a page of a foreign origin, … */
  login(credentials: Credentials): Promise<void>;
  /**
   * To be called when a page is loaded. A browser in which nobody has signed in is not asked about; with `always` the
   * server is asked all the same, for a session that something else than this client has begun.
   *
   * @returns whether the cookie gave a session.
   * @throws ApiProblem where the server cannot be asked at the moment.
   */
  restore(options?: { readonly always?: boolean }): Promise<boolean>;
  /** Ends the session, here and in the other tabs. @throws ApiProblem where the server cannot be told: it lives on. */
  logout(): Promise<void>;
  isSignedIn(): boolean;
  /** What the access token says. */
  claims(): Claims | undefined;
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
 * A client for one page.
 *
 * @example
 * const client = createClient();
 * if (!(await client.restore())) await client.login({ email, password });
 * const me = await client.json<{ email: string }>('/api/me/');
 */
export function createClient(options: ClientOptions = {}): Client {
  const baseUrl = (options.baseUrl ?? '').replace(/\/$/, '');
  const clock = options.clock ?? monotonicClock;
  const send = options.fetch ?? ((...parameters) => globalThis.fetch(...parameters));
  const session = createSession({
    baseUrl,
    clock,
    fetch: send,
    locks: options.locks ?? defaultLocks(),
    storage: options.storage ?? defaultStorage(),
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
    const response = await sendWith(token, path, init);
    if (response.status !== 401 || !token || init.body instanceof ReadableStream) return response;
    await response.body?.cancel();
    // Another call may have renewed it in the meantime.
    const current = session.token();
    return sendWith(current && current !== token ? current : await session.renew(), path, init);
  }

  return {
    login: session.login,
    async restore({ always = false } = {}) {
      if (!always && !session.mayExist()) return false;
      try {
        await session.renew();
        return true;
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
    logout: session.logout,
    isSignedIn: () => session.token() !== undefined,
    claims: () => session.token()?.claims,
    fetch: fetchPath,
    async json<T>(path: string, { method = 'GET', body, signal }: JsonOptions = {}) {
      const response = await fetchPath(path, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      }).catch(toProblem);
      if (!response.ok) throw await readProblem(response);
      // The caller names the type of the answer, as the API's documentation gives it.
      return (response.status === 204 ? undefined : await response.json().catch(toProblem)) as T;
    },
    onSignedOut: session.onSignedOut,
    close: session.close,
  };
}

/** A broken connection; what the caller stopped, and what is a problem already, stays as it is. */
function toProblem(error: unknown): never {
  throw error instanceof TypeError || error instanceof SyntaxError ? unreachable(error) : error;
}

/** The token goes to the service and to nobody else. */
function requirePath(path: string): void {
  if (!/^\/(?![/\\])/.test(path)) throw new RangeError(`${path} is no path that begins with a slash.`);
}
