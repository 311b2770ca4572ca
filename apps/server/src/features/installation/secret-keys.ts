import { hkdfSync } from 'node:crypto';
import { hmacSha256, type Mac } from '../../lib/hmac-sha256.ts';

/** One SECRET_KEY, known to the database by a number. Nothing uses the key itself, only what is derived from it. */
export interface SecretKey {
  readonly id: number;
  /** 32 bytes for one purpose alone (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Buffer;
  /** Authenticates messages by the key of one purpose alone. */
  mac(purpose: string): Mac;
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
  const macs = new Map<string, Mac>();
  const secretKey: SecretKey = {
    id,
    derive(purpose) {
      const bytes = derived.get(purpose) ?? deriveBytes(key, purpose);
      derived.set(purpose, bytes);
      return bytes;
    },
    mac(purpose) {
      const known = macs.get(purpose);
      if (known) return known;
      const mac = hmacSha256(secretKey.derive(purpose));
      macs.set(purpose, mac);
      return mac;
    },
  };
  return secretKey;
}
