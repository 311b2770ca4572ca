import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';

export const issuerUrl = 'https://auth.example.com';
export const sharedSecret = 'a shared secret of more than thirty-two bytes, with ümlauts';

export type Json = Readonly<Record<string, unknown>>;
export type Algorithm = 'HS256' | 'ES256' | 'EdDSA' | 'RS256';

/** Signs whatever it is told to, as an honest issuer would, or a dishonest one. */
export interface Issuer {
  readonly kid: string;
  readonly algorithm: Algorithm;
  /** The public half; none with HS256. */
  readonly jwk: JWK;
  readonly publicPem: string;
  /** A valid token, but for what is given; a member that is undefined is left out. */
  token(changes?: { header?: Json; claims?: Json }): string;
}

/** @param now milliseconds since the epoch. */
export function createIssuer(algorithm: Algorithm, kid = 'key-1', now: () => number = Date.now): Issuer {
  const pair = algorithm === 'HS256' ? undefined : generatePair(algorithm);
  return {
    kid,
    algorithm,
    // Node's type for the same leaves `kty` open; an exported key has it.
    jwk: { ...(pair?.publicKey.export({ format: 'jwk' }) as JWK), kid, alg: algorithm, use: 'sig' },
    publicPem: pair?.publicKey.export({ type: 'spki', format: 'pem' }).toString() ?? '',
    token: ({ header, claims } = {}) =>
      signed(
        { alg: algorithm, typ: 'at+jwt', kid, ...header },
        { ...validClaims(now()), ...claims },
        (input) => signature(algorithm, input, pair?.privateKey),
      ),
  };
}

export function validClaims(now = Date.now()): Json {
  const iat = Math.floor(now / 1_000);
  return {
    user_id: 7,
    sub: '7',
    iat,
    exp: iat + 30,
    jti: randomUUID(),
    sid: 'a-session-id-016',
    token_type: 'access',
    iss: issuerUrl,
  };
}

export function signed(header: Json, claims: unknown, sign: (input: string) => Buffer | string): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${Buffer.from(sign(input)).toString('base64url')}`;
}

export function hmac(secret: string | Buffer): (input: string) => Buffer {
  return (input) => createHmac('sha256', secret).update(input).digest();
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function generatePair(algorithm: Exclude<Algorithm, 'HS256'>) {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2_048 });
  }
}

function signature(algorithm: Algorithm, input: string, key: KeyObject | undefined): Buffer {
  if (!key) return hmac(sharedSecret)(input);
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  return sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
}
