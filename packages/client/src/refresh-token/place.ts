import type { AccessToken, TokenPair } from '../access-token.ts';

/** A cookie is at hand at once, a storage may take its time. */
type Awaitable<T> = T | Promise<T>;

/** What a place holds. */
export interface Held {
  /** The body of a refresh or a logout: with the token, or empty where the browser adds the cookie. */
  readonly body: { readonly refresh_token?: string };
  /** The last access token that came to any page, as far as this one knows; it may be an old one. */
  readonly accessToken: AccessToken | undefined;
}

/**
 * Where the refresh token is, for all pages of this browser: in a cookie, or in a storage. Whoever calls anything here but
 * `mayHold` holds the lock.
 */
export interface RefreshTokenPlace {
  /** Whether the token comes in the bodies of answers. */
  readonly isInBody: boolean;
  /** Whether there may be a session that this page does not know yet. */
  mayHold(): Awaitable<boolean>;
  /** Undefined where there is no session: another page has signed out. @throws StorageError */
  look(): Awaitable<Held | undefined>;
  /**
   * The Idempotency-Key for the token that is held. It is the same until the token is replaced, and stored before it is
   * returned: a laptop that falls asleep in the middle of a refresh, or a tab that is closed, may have spent the token
   * without having its successor, and only whoever sends the same key may try again (docs/refresh-protocol.md, rule 1).
   *
   * @returns the key and what it is for: what is held by now, where that is something newer. Undefined where there is no
   *   session any more.
   */
  keyFor(held: Held): Awaitable<{ readonly key: string; readonly held: Held } | undefined>;
  /** Replaces what is held. @param spent what was held when it was asked for; a login replaces whatever there is. */
  keep(pair: TokenPair, spent?: Held): Awaitable<void>;
  /** The session is over. @param refused what was held when the server said so. */
  clear(refused?: Held): Awaitable<void>;
}
