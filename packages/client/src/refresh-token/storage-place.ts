import { share, type TokenPair } from '../access-token.ts';
import type { Clock } from '../clock.ts';
import { StorageError, type TokenStorage } from '../storage.ts';
import { drawIdempotencyKey } from './idempotency-key.ts';
import type { Held, RefreshTokenPlace } from './place.ts';
import { readStoredSession, type HeldInStorage, type StoredSession } from './stored-session.ts';

interface Deps {
  readonly storage: TokenStorage;
  /** Of the one item that is used. */
  readonly name: string;
  readonly clock: Clock;
  /** Told once when the storage begins to fail, and again when it fails after it worked in between. */
  readonly onStorageError: (error: StorageError) => void;
}

/** The refresh token is in a storage, beside its Idempotency-Key and the last access token. */
export function createStoragePlace({ storage, name, clock, onStorageError }: Deps): RefreshTokenPlace {
  /** What the storage did not take. It counts as stored, for this page alone. */
  let unstored: StoredSession | undefined;
  /** The refresh tokens that the storage may still hold in place of `unstored`. */
  const replaced = new Set<string>();
  let isFailing = false;

  async function read(): Promise<HeldInStorage | undefined> {
    let text: string | null | undefined;
    try {
      text = await storage.getItem(name);
    } catch (error) {
      // Without `unstored` there is no telling whether the token that was read last is still the current one.
      if (!unstored) throw fault('read', error);
    }
    const held = readStoredSession(text ?? '', clock);
    if (!unstored || (held && !replaced.has(held.stored.refresh_token))) return held;
    return readStoredSession(JSON.stringify(unstored), clock);
  }

  /** @param before what is there now. */
  async function write(stored: StoredSession, before?: HeldInStorage): Promise<StorageError | undefined> {
    try {
      await storage.setItem(name, JSON.stringify(stored));
      unstored = undefined;
      replaced.clear();
      isFailing = false;
      return undefined;
    } catch (error) {
      unstored = stored;
      if (before) replaced.add(before.stored.refresh_token);
      return fault('written', error);
    }
  }

  async function remove(): Promise<StorageError | undefined> {
    try {
      await storage.removeItem(name);
      return undefined;
    } catch (error) {
      return fault('cleared', error);
    }
  }

  /** Whether the storage holds a token that is none of those which this page has replaced. */
  async function holdsAnother(): Promise<boolean> {
    try {
      const held = readStoredSession((await storage.getItem(name)) ?? '', clock);
      return held !== undefined && !replaced.has(held.stored.refresh_token);
    } catch {
      return false;
    }
  }

  function tell(error: StorageError | undefined): void {
    if (!error) return;
    if (!isFailing) onStorageError(error);
    isFailing = true;
  }

  async function keep(
    { accessToken, refreshToken }: TokenPair,
    now: HeldInStorage | undefined,
  ): Promise<void> {
    // The session does not take answers without one.
    if (refreshToken === undefined) throw new TypeError('No refresh token came.');
    const stored = { refresh_token: refreshToken, ...share(accessToken, clock) };
    let failure = await write(stored, now);
    // Where it could not be written, the spent one must not stay: who finds it would send it, which looks like theft. With
    // it gone there may be room. What another process has stored in between stays.
    if (failure && !(await holdsAnother()) && !(await remove())) failure = await write(stored);
    tell(failure);
  }

  /**
   * Rule 3, compare before storing: without a lock that all processes know, another one may have signed out, or in, or
   * stored a newer token, while the answer was on its way.
   *
   * @param asked what was held when the request was sent; undefined for what holds whatever was there.
   */
  async function ifUnchanged(
    asked: Held | undefined,
    task: (now: HeldInStorage | undefined) => Promise<void>,
  ): Promise<void> {
    // All that is held here was read here.
    const inStorage = asked as HeldInStorage | undefined;
    const now = await read().catch(() => inStorage);
    if (inStorage && now?.stored.refresh_token !== inStorage.stored.refresh_token) return;
    await task(now);
  }

  return {
    isInBody: true,
    mayHold: async () => (await read()) !== undefined,
    look: read,
    async keyFor(before) {
      // All that is held here was read here. Processes have no lock in common: another one may have stored since a newer
      // token, or the key of a refresh that it has begun.
      const held = await read().catch(() => before as HeldInStorage);
      if (!held) return undefined;
      const { stored } = held;
      if (stored.idempotency_key !== undefined) return { key: stored.idempotency_key, held };
      const key = drawIdempotencyKey();
      tell(await write({ ...stored, idempotency_key: key }, held));
      return { key, held };
    },
    keep: (pair, spent) => ifUnchanged(spent, (now) => keep(pair, now)),
    clear: (refused) =>
      ifUnchanged(refused, async () => {
        unstored = undefined;
        tell(await remove());
      }),
  };
}

const consequences = {
  read: 'The session cannot be used before it can.',
  written: 'The session goes on in memory, until this page or process ends.',
  cleared: 'It holds what is of no use any more.',
};

function fault(what: keyof typeof consequences, cause: unknown): StorageError {
  const message = `The storage that was given to createClient could not be ${what}. ${consequences[what]}`;
  return new StorageError(message, { cause });
}
