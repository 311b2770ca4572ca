import type { KeyStorage } from './storage.ts';

const name = 'latchkey-refresh-key';
const form = /^[0-9a-f]{32}$/;

/**
 * The Idempotency-Key of the refresh that has no answer yet. It is kept where the next page finds it, before the request
 * is sent: a laptop that falls asleep in the middle of a refresh, or a tab that is closed, may have spent the token without
 * having its successor, and only whoever sends the same key may try again (docs/refresh-protocol.md, "What a client does").
 * The key alone opens nothing: the token is in a cookie that no script can read.
 */
export interface IdempotencyKey {
  /** The key of the refresh that is open, or a new one. */
  current(): string;
  /** The refresh was answered: the next one gets a key of its own. */
  forget(): void;
}

export function createIdempotencyKey(storage: KeyStorage): IdempotencyKey {
  return {
    current() {
      const kept = storage.getItem(name);
      if (kept !== null && form.test(kept)) return kept;
      const drawn = randomKey();
      storage.setItem(name, drawn);
      return drawn;
    },
    forget: () => storage.removeItem(name),
  };
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
