import { base64url, type JWK } from 'jose';
import type { KeySource } from './key-source.ts';
import { importPublicKey, type VerificationKey } from './verification-key.ts';

/** The secret that HS256 tokens are signed with, as text or bytes; or a JWK (RFC 7517). */
export type GivenKey = string | Uint8Array | JWK;

const shortestSecretBytes = 32;

/** Keys that were handed over; nothing is fetched. @throws TypeError for what is no usable key. */
export function createGivenKeys(given: GivenKey | readonly GivenKey[]): KeySource {
  const list = Array.isArray(given) ? (given as readonly GivenKey[]) : [given as GivenKey]; // isArray knows no readonly
  if (list.length === 0) throw new TypeError('`key` is an empty list.');
  for (const key of list) requireKey(key);
  let keys: Promise<VerificationKey[]> | undefined;
  return {
    async find(kid) {
      keys ??= Promise.all(list.map(open));
      return (await keys).filter((key) => key.kid === undefined || key.kid === kid);
    },
  };
}

async function open(given: GivenKey): Promise<VerificationKey> {
  if (typeof given === 'string' || given instanceof Uint8Array) {
    return { kid: undefined, algorithm: 'HS256', material: secretBytes(given) };
  }
  if (given.kty === 'oct') {
    return { kid: given.kid, algorithm: 'HS256', material: base64url.decode(given.k ?? '') };
  }
  const key = await importPublicKey(given, 'sig');
  if (!key) throw new TypeError('`key` is a JWK that signs no access tokens of Latchkey, or is broken.');
  return key;
}

/** What can be told at once is told where the verifier is made, and not with the first token. */
function requireKey(given: GivenKey): void {
  if (typeof given === 'string' || given instanceof Uint8Array) return requireSecret(secretBytes(given));
  if (typeof given !== 'object' || typeof given.kty !== 'string') {
    throw new TypeError('`key` must be the shared secret of HS256 or a JWK.');
  }
  if (given.kty === 'oct') return requireSecret(base64url.decode(given.k ?? ''));
  if (given.d !== undefined) throw new TypeError('`key` is a private key. Give its public half.');
}

function requireSecret(bytes: Uint8Array): void {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).trimStart();
  // The classic confusion: what everybody knows, used as the secret of an HMAC, lets everybody sign.
  if (start.startsWith('-----BEGIN') || start.startsWith('{')) {
    throw new TypeError('`key` is a PEM or JSON text. Give a public key as a JWK object, or use `jwksUrl`.');
  }
  if (bytes.length < shortestSecretBytes) {
    throw new TypeError(
      `\`key\` must have at least ${shortestSecretBytes} bytes; this one has ${bytes.length}.`,
    );
  }
}

function secretBytes(given: string | Uint8Array): Uint8Array {
  return typeof given === 'string' ? new TextEncoder().encode(given) : given;
}
