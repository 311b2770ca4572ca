import { importJWK, type JWK } from 'jose';

/** What signs access tokens. An algorithm belongs to each key, and a header that names another one is refused. */
export const algorithms = ['HS256', 'ES256', 'EdDSA', 'RS256'] as const;
export type Algorithm = (typeof algorithms)[number];

const shortestRsaBits = 2_048;

export interface VerificationKey {
  readonly kid: string | undefined;
  readonly algorithm: Algorithm;
  readonly material: CryptoKey | Uint8Array;
}

/** @returns a public key, or undefined where it is of a kind that signs no access tokens, or is broken. */
export async function importPublicKey(jwk: JWK, use: string): Promise<VerificationKey | undefined> {
  const algorithm = algorithmOf(jwk);
  if (algorithm === undefined || (jwk.use !== undefined && jwk.use !== use)) return undefined;
  if (Array.isArray(jwk.key_ops) && !jwk.key_ops.includes('verify')) return undefined;
  const { kty, crv, x, y, n, e } = jwk;
  try {
    // Only what makes it a public key: not a private half, and nothing that it says about itself.
    const material = await importJWK(defined({ kty, crv, x, y, n, e }), algorithm);
    return isStrong(material) ? { kid: jwk.kid, algorithm, material } : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 7518, section 3.3: a key for RS256 has 2048 bits or more. */
function isStrong(material: CryptoKey | Uint8Array): boolean {
  if (material instanceof Uint8Array || !('modulusLength' in material.algorithm)) return true;
  return Number(material.algorithm.modulusLength) >= shortestRsaBits;
}

/** The one algorithm of a public key, by its type; a key that names another one is of no use. */
function algorithmOf({ kty, crv, alg }: JWK): Algorithm | undefined {
  const byType: Record<string, Algorithm> = { 'EC P-256': 'ES256', 'OKP Ed25519': 'EdDSA', 'RSA ': 'RS256' };
  const algorithm = byType[`${String(kty)} ${crv ?? ''}`];
  return alg === undefined || alg === algorithm ? algorithm : undefined;
}

function defined(jwk: { readonly [name: string]: string | undefined }): JWK {
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined));
}
