import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { randomId } from '../../lib/ids.ts';

export const jwtAlgorithms = ['HS256', 'ES256', 'EdDSA', 'RS256'] as const;
export type JwtAlgorithm = (typeof jwtAlgorithms)[number];

/** A key that signs access tokens. `secret` is the shared text of HS256, or a private key as PKCS #8 PEM. */
export interface KeyMaterial {
  readonly kid: string;
  readonly algorithm: JwtAlgorithm;
  readonly secret: string;
}

const generatePair = promisify(generateKeyPair);

/** A new key. The `kid` of a public key is its thumbprint; that of a shared secret is random and says nothing of it. */
export async function generateKey(algorithm: JwtAlgorithm): Promise<KeyMaterial> {
  if (algorithm === 'HS256') return sharedSecret(randomBytes(48).toString('base64url'));
  for (;;) {
    const key = await generatePrivateKey(algorithm);
    if (isGoodKid(key.kid)) return key;
  }
}

export function sharedSecret(secret: string): KeyMaterial {
  for (;;) {
    const kid = randomId();
    if (isGoodKid(kid)) return { kid, algorithm: 'HS256', secret };
  }
}

/** On a command line another one would be taken for an option. */
function isGoodKid(kid: string): boolean {
  return !kid.startsWith('-');
}

async function generatePrivateKey(algorithm: 'ES256' | 'EdDSA' | 'RS256'): Promise<KeyMaterial> {
  const { privateKey } = await generatePairFor(algorithm);
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { kid: thumbprint(publicJwk(secret)), algorithm, secret };
}

/** On another thread: making a key for RS256 takes long enough to be felt by all who ask meanwhile. */
function generatePairFor(algorithm: 'ES256' | 'EdDSA' | 'RS256'): Promise<{ privateKey: KeyObject }> {
  switch (algorithm) {
    case 'ES256':
      return generatePair('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generatePair('ed25519');
    case 'RS256':
      return generatePair('rsa', { modulusLength: 2048 });
  }
}

/** What a verifier needs of a key: the shared secret, or the public key as SPKI PEM. */
export function verificationKey({ algorithm, secret }: KeyMaterial): string {
  if (algorithm === 'HS256') return secret;
  return createPublicKey(createPrivateKey(secret)).export({ type: 'spki', format: 'pem' }).toString();
}

/** The public half as a JWK (RFC 7517). */
export function publicJwk(privateKeyPem: string): JsonWebKey {
  return createPublicKey(createPrivateKey(privateKeyPem)).export({ format: 'jwk' });
}

/** RFC 7638: the SHA-256 of the required members, in alphabetical order. */
export function thumbprint(jwk: JsonWebKey): string {
  const { crv, e, kty, n, x, y } = jwk;
  return createHash('sha256').update(JSON.stringify({ crv, e, kty, n, x, y })).digest('base64url');
}
