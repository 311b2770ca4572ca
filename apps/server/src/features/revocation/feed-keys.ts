import { createPrivateKey, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../installation/index.ts';
import { thumbprint } from '../tokens/index.ts';

/**
 * What the feed is signed with: a key of its own, for Ed25519, derived from the secret key. So every node has the same
 * one, it needs no place in the database, and what signs access tokens never signs a feed, nor the other way round.
 */
export interface FeedKeys {
  /** @returns a JWT (RFC 7519) with that header member `typ`. */
  sign(type: string, claims: object): string;
  /** The public halves, as JWKs (RFC 7517). Their `use` is one of our own: no other library takes them for anything. */
  jwks(): readonly (JsonWebKey & { kid: string; alg: string })[];
}

const purpose = 'revocation feed';
const use = 'latchkey-revocations';
const algorithm = 'EdDSA';
/** RFC 8410, section 7: the beginning of every private key for Ed25519 in PKCS #8, before its 32 bytes. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

interface FeedKey {
  readonly kid: string;
  readonly key: KeyObject;
  readonly jwk: JsonWebKey;
}

export function createFeedKeys(keyRing: KeyRing): FeedKeys {
  const byId = new Map<number, FeedKey>(
    keyRing.all().map((secretKey) => {
      const seed = secretKey.derive(purpose);
      const key = createPrivateKey({
        key: Buffer.concat([pkcs8Head, seed]),
        format: 'der',
        type: 'pkcs8',
      });
      const jwk = createPublicKey(key).export({ format: 'jwk' });
      return [secretKey.id, { key, jwk, kid: thumbprint(jwk) }];
    }),
  );

  return {
    sign(typ, claims) {
      const signing = byId.get(keyRing.signing().id);
      if (!signing) throw new Error('The signing key is not in its own ring.');
      const input = `${encode({ alg: algorithm, typ, kid: signing.kid })}.${encode(claims)}`;
      return `${input}.${sign(null, Buffer.from(input), signing.key).toString('base64url')}`;
    },
    jwks: () => [...byId.values()].map(({ jwk, kid }) => ({ ...jwk, kid, alg: algorithm, use })),
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
