import { readAccessToken, type AccessToken } from './access-token.ts';
import { ApiProblem, unreachable } from './api-problem.ts';
import { exchange, untilAnswered, type Wire } from './exchange.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import type { Locks } from './locks.ts';
import { createSessionNote, type KeyStorage } from './storage.ts';
import { openSignOutChannel, toSignedOutReason, type SignedOutReason } from './sign-out.ts';

/** Held by whoever reads, spends or replaces the refresh token, in any tab (docs/refresh-protocol.md, rule 4). */
const lockName = 'latchkey-refresh';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Session {
  readonly token: () => AccessToken | undefined;
  readonly login: (credentials: Credentials) => Promise<void>;
  /** A new access token; whoever asks while one is on its way gets that one. */
  readonly renew: () => Promise<AccessToken>;
  /** Whether there may be a session that this page does not know yet. */
  readonly mayExist: () => boolean;
  readonly logout: () => Promise<void>;
  readonly onSignedOut: (listener: (reason: SignedOutReason) => void) => () => void;
  readonly close: () => void;
}

export interface SessionDeps extends Wire {
  readonly locks: Locks;
  readonly storage: KeyStorage;
}

/** The session of a browser: the access token in this page's memory, the refresh token in a cookie of all pages. */
export function createSession({ locks, storage, ...wire }: SessionDeps): Session {
  const { clock } = wire;
  const idempotencyKey = createIdempotencyKey(storage);
  const note = createSessionNote(storage);
  const listeners = new Set<(reason: SignedOutReason) => void>();
  const channel = openSignOutChannel((sessionId, reason) => {
    if (token?.claims.sid === sessionId) end(reason);
  });
  let token: AccessToken | undefined;
  let knownToBeSignedOut = false;
  let renewal: Promise<AccessToken> | undefined;

  async function ask(path: string, body: object, headers?: Record<string, string>): Promise<AccessToken> {
    const askedAt = clock.now();
    const answer = await exchange(wire, path, body, headers);
    try {
      return readAccessToken(answer, askedAt);
    } catch (error) {
      throw unreachable(error);
    }
  }

  async function refresh(): Promise<AccessToken> {
    const before = token;
    const headers = { 'idempotency-key': idempotencyKey.current() };
    try {
      const next = await untilAnswered(clock, () => ask('/api/refresh/', {}, headers));
      idempotencyKey.forget();
      if (before && before.claims.sub !== next.claims.sub) throw accountChanged();
      return begin(next);
    } catch (error) {
      if (isRefusal(error)) {
        idempotencyKey.forget();
        note.remove();
        const isNews = before !== undefined || error.status === 401;
        if (isNews) end(toSignedOutReason(error.reason), { tell: true });
      } else if (isAccountChange(error)) end('other tab');
      throw error;
    }
  }

  function begin(next: AccessToken): AccessToken {
    knownToBeSignedOut = false;
    note.write();
    return (token = next);
  }

  function end(reason: SignedOutReason, { tell = false } = {}): void {
    if (tell && token) channel.tell(token.claims.sid, reason);
    token = undefined;
    if (knownToBeSignedOut) return;
    knownToBeSignedOut = true;
    for (const listener of listeners) listener(reason);
  }

  return {
    token: () => token,
    mayExist: note.allows,
    login: (credentials) =>
      locks.request(lockName, async () => {
        const next = await ask('/api/login/', { ...credentials, refresh_token_in: 'cookie' });
        // The cookie holds another token now, which is yet to be sent.
        idempotencyKey.forget();
        begin(next);
      }),
    renew: () =>
      (renewal ??= locks.request(lockName, refresh).finally(() => {
        renewal = undefined;
      })),
    logout: () =>
      locks.request(lockName, async () => {
        try {
          await untilAnswered(clock, () => exchange(wire, '/api/logout/', {}));
        } catch (error) {
          // Without a cookie there is nothing left to end. While the server cannot be reached the session lives on, and
          // to say otherwise would be a lie.
          if (!isRefusal(error)) throw error;
        }
        idempotencyKey.forget();
        note.remove();
        end('logout', { tell: true });
      }),
    onSignedOut(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      channel.close();
      listeners.clear();
    },
  };
}

const endings = ['session_ended', 'refresh_token_reused', 'refresh_token_expired', 'refresh_token_unknown'];

/** Whether the server says that there is no session: by the token's end, or since there is no cookie. */
export function isRefusal(error: unknown): error is ApiProblem {
  if (!(error instanceof ApiProblem)) return false;
  return error.status === 401
    ? endings.includes(error.code)
    : error.status === 400 && error.errors['refresh_token'] !== undefined;
}

const accountChangedCode = 'account_changed';

/** Another tab signed in to another account. What this page is about to send was meant for the first one. */
function accountChanged(): ApiProblem {
  return new ApiProblem({
    status: 401,
    code: accountChangedCode,
    title: 'Another account is signed in',
    detail: 'Another tab signed in to another account. Load the page again to go on with that one.',
  });
}

function isAccountChange(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === accountChangedCode;
}
