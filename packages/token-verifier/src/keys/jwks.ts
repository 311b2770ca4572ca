import type { JWK } from 'jose';
import { importPublicKey, type VerificationKey } from './verification-key.ts';

const mostKeys = 100;

/** The usable keys of a JWK set (RFC 7517, section 5), by their `kid`. What is of another kind is passed over. */
export async function parseJwks(text: string, use: string): Promise<ReadonlyMap<string, VerificationKey>> {
  const set: unknown = JSON.parse(text);
  if (typeof set !== 'object' || set === null || !('keys' in set) || !Array.isArray(set.keys)) {
    throw new TypeError('This is no JWK set: it has no list `keys`.');
  }
  if (set.keys.length > mostKeys) throw new TypeError(`This JWK set has more than ${mostKeys} keys.`);
  const keys = await Promise.all(set.keys.filter(isJwk).map((jwk) => importPublicKey(jwk, use)));
  const byKid = new Map<string, VerificationKey>();
  for (const key of keys) {
    // A key without a name cannot be asked for. Of two with one name the first counts.
    if (key?.kid !== undefined && !byKid.has(key.kid)) byKid.set(key.kid, key);
  }
  return byKid;
}

function isJwk(value: unknown): value is JWK {
  if (typeof value !== 'object' || value === null) return false;
  const { kty, kid }: { kty?: unknown; kid?: unknown } = value;
  return typeof kty === 'string' && typeof kid === 'string';
}
