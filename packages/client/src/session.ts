import { isFresh, readTokenPair, type AccessToken, type TokenPair } from './access-token.ts';
import { unreachable } from './api-problem.ts';
import { exchange, untilAnswered, type Wire } from './exchange.ts';
import type { Locks } from './locks.ts';
import type { Held, RefreshTokenPlace } from './refresh-token/place.ts';
import { accountChanged, isElsewhere, isRefusal, signedOutElsewhere } from './refusals.ts';
import { toSignedOutReason, type SignedOutReason } from './sign-out.ts';
import type { TabChannel } from './tab-channel.ts';

/** Held by whoever reads, spends or replaces the refresh token, in any tab (docs/refresh-protocol.md, rule 4). */
const lockName = 'latchkey-refresh';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Session {
  readonly token: () => AccessToken | undefined;
  readonly login: (credentials: Credentials) => Promise<void>;
  /**
   * Another access token than this page's: that of another page or, where there is none, one from the server. Whoever asks
   * while one is on its way gets that one.
   *
   * @param notBefore a token that was asked for earlier, by this page's clock, will not do.
   */
  readonly renew: (notBefore?: number) => Promise<AccessToken>;
  readonly logout: () => Promise<void>;
  readonly onSignedOut: (listener: (reason: SignedOutReason) => void) => () => void;
  readonly close: () => void;
}

export interface SessionDeps extends Omit<Wire, 'credentials'> {
  readonly locks: Locks;
  readonly place: RefreshTokenPlace;
  readonly channel: TabChannel;
}

/** The session of a browser or a process: the access token in this page's memory, the refresh token in its place. */
export function createSession({ locks, place, channel, ...rest }: SessionDeps): Session {
  const wire: Wire = { ...rest, credentials: place.isInBody ? 'omit' : 'include' };
  const { clock } = wire;
  const listeners = new Set<(reason: SignedOutReason) => void>();
  let token: AccessToken | undefined;
  let knownToBeSignedOut = false;
  let renewal: Promise<AccessToken> | undefined;

  channel.onEnd((sessionId, reason) => {
    if (token?.claims.sid === sessionId) end(reason);
  });

  async function ask(path: string, body: object, headers?: Record<string, string>): Promise<TokenPair> {
    const askedAt = clock.now();
    const answer = await exchange(wire, path, body, headers);
    try {
      const pair = readTokenPair(answer, askedAt);
      if (place.isInBody && pair.refreshToken === undefined) throw new TypeError('No refresh token came.');
      return pair;
    } catch (error) {
      throw unreachable(error);
    }
  }

  async function renewAlone(notBefore: number): Promise<AccessToken> {
    const before = token;
    let held: Held | undefined;
    try {
      held = await place.look();
      if (!held) throw signedOutElsewhere();
      const { accessToken: latest } = held;
      if (latest && latest.text !== before?.text && latest.askedAt >= notBefore && isFresh(latest, clock)) {
        requireSameAccount(before, latest);
        return begin(latest);
      }
      const refresh = await place.keyFor(held);
      held = refresh?.held;
      if (!refresh) throw signedOutElsewhere();
      const headers = { 'idempotency-key': refresh.key };
      const { body } = refresh.held;
      const next = await untilAnswered(clock, () => ask('/api/refresh/', body, headers));
      await place.keep(next, held);
      requireSameAccount(before, next.accessToken);
      return begin(next.accessToken);
    } catch (error) {
      if (isRefusal(error)) {
        await place.clear(held);
        const isNews = before !== undefined || error.status === 401;
        if (isNews) end(toSignedOutReason(error.reason), { tell: true });
      } else if (isElsewhere(error) && before) end('other tab');
      throw error;
    }
  }

  function begin(next: AccessToken): AccessToken {
    knownToBeSignedOut = false;
    return (token = next);
  }

  function end(reason: SignedOutReason, { tell = false } = {}): void {
    if (tell && token) channel.tellEnd(token.claims.sid, reason);
    token = undefined;
    if (knownToBeSignedOut) return;
    knownToBeSignedOut = true;
    for (const listener of listeners) {
      try {
        listener(reason);
      } catch (error) {
        // The others hear of it all the same, and the call goes on. The platform reports it, as of any event listener.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  async function logout(): Promise<void> {
    const held = await place.look();
    const { accessToken: latest } = held ?? {};
    if (latest && token && latest.claims.sub !== token.claims.sub) {
      // Whoever clicks here means the account that is shown here.
      end('other tab');
      throw accountChanged();
    }
    try {
      if (held) await untilAnswered(clock, () => exchange(wire, '/api/logout/', held.body));
    } catch (error) {
      // Without a cookie there is nothing left to end. While the server cannot be reached the session lives on, and
      // to say otherwise would be a lie.
      if (!isRefusal(error)) throw error;
    }
    await place.clear();
    // A page that has just been loaded may have no token yet, and one that slept that of an earlier session.
    for (const sid of new Set([latest?.claims.sid, token?.claims.sid])) {
      if (sid !== undefined) channel.tellEnd(sid, 'other tab');
    }
    end('logout');
  }

  return {
    token: () => token,
    login: (credentials) =>
      locks.request(lockName, async () => {
        const body = place.isInBody ? credentials : { ...credentials, refresh_token_in: 'cookie' };
        const pair = await ask('/api/login/', body);
        await place.keep(pair);
        begin(pair.accessToken);
      }),
    async renew(notBefore = -Infinity) {
      const joined = await renewal;
      if (joined && joined.askedAt >= notBefore) return joined;
      return (renewal ??= locks
        .request(lockName, () => renewAlone(notBefore))
        .finally(() => {
          renewal = undefined;
        }));
    },
    logout: () => locks.request(lockName, logout),
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

/** @throws ApiProblem where another tab signed in to another account: what a page is about to send is for the first one. */
function requireSameAccount(before: AccessToken | undefined, next: AccessToken): void {
  if (before && before.claims.sub !== next.claims.sub) throw accountChanged();
}
