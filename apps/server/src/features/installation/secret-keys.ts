import { hkdfSync } from 'node:crypto';

/** One SECRET_KEY, known to the database by a number. Nothing uses the key itself, only what is derived from it. */
export interface SecretKey {
  readonly id: number;
  /** 32 bytes for one purpose alone (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Buffer;
}

/** The secret keys that this process was given. */
export interface KeyRing {
  /** The key for new tokens and sealed values: the first of those given that every live node knows. */
  signing(): SecretKey;
  get(id: number): SecretKey | undefined;
  all(): readonly SecretKey[];
}

const salt = 'latchkey';

export function deriveBytes(key: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, purpose, 32));
}

/** Shows whether a key is the one that a database knows, without giving it away. */
export function checkValue(key: string): string {
  return deriveBytes(key, 'check value').toString('base64url');
}

export function createSecretKey(id: number, key: string): SecretKey {
  const derived = new Map<string, Buffer>();
  return {
    id,
    derive(purpose) {
      const bytes = derived.get(purpose) ?? deriveBytes(key, purpose);
      derived.set(purpose, bytes);
      return bytes;
    },
  };
}
