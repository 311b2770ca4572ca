import { createPublicKey, type KeyObject } from 'node:crypto';

export const formerAlgorithms = [
  ...(['HS256', 'HS384', 'HS512'] as const),
  ...(['RS256', 'RS384', 'RS512'] as const),
  ...(['ES256', 'ES384', 'ES512'] as const),
];
export type FormerAlgorithm = (typeof formerAlgorithms)[number];

/** How the signed tokens of the former system look. The operator says so; no token has a say in it. */
export interface TokenForm {
  readonly algorithm: FormerAlgorithm;
  /** The claim that has the id of the account. */
  readonly userIdClaim: string;
  /** What `iss` has to be; null: it is not looked at. */
  readonly issuer: string | null;
  /** What `aud` has to be, or to hold; null: it is not looked at. */
  readonly audience: string | null;
}

/** RFC 7518 asks for as many bytes as the shortest hash has. */
const fewestSecretBytes = 32;

/**
 * What verifies tokens of that algorithm: the shared secret, or the public key as PEM, also where the private one was
 * given. A line break at the end of the file is no part of a secret.
 *
 * @throws Error, with a message for the operator that holds nothing of the key.
 */
export function readFormerKey(text: string, algorithm: FormerAlgorithm): string {
  const isPem = text.includes('-----BEGIN ');
  if (algorithm.startsWith('HS')) {
    const secret = text.replace(/\r?\n$/, '');
    if (isPem)
      throw new Error(
        `The key is a PEM, and ${algorithm} has a shared secret. Say --algorithm, as in SIMPLE_JWT.`,
      );
    if (Buffer.byteLength(secret) < fewestSecretBytes) {
      throw new Error(
        `The key is shorter than ${fewestSecretBytes} bytes: whoever holds one of its tokens can find it by trying, and ` +
          'be anybody. Its users have to sign in again.',
      );
    }
    return secret;
  }
  const key = isPem ? tryPublicKey(text) : undefined;
  if (!key || !fits(key, algorithm)) {
    throw new Error(
      `The key is no PEM of a key for ${algorithm} (RSA from 2,048 bits on, or the curve that it names).`,
    );
  }
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

const curves: Readonly<Partial<Record<FormerAlgorithm, string>>> = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
};
const fewestRsaBits = 2_048;

function fits(
  { asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject,
  algorithm: FormerAlgorithm,
) {
  return algorithm.startsWith('RS')
    ? type === 'rsa' && (details?.modulusLength ?? 0) >= fewestRsaBits
    : type === 'ec' && details?.namedCurve === curves[algorithm];
}

function tryPublicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
