import { createSigner } from 'fast-jwt';
import { hmacSha256 } from '../../lib/hmac-sha256.ts';
import type { KeyMaterial } from './algorithms.ts';

/**
 * Signs claims as a JWT (RFC 7519). HS256 is on the way of every refresh: its header is always the same and is encoded
 * once, which takes half the time of a library that cannot know.
 *
 * @param type the `typ` of the header.
 */
export function createTokenSigner(
  { kid, algorithm, secret }: KeyMaterial,
  type: string,
): (claims: object) => string {
  const header = { alg: algorithm, typ: type, kid };
  if (algorithm !== 'HS256') {
    const sign = createSigner({ key: secret, algorithm, kid, header });
    return (claims) => sign({ ...claims });
  }
  const mac = hmacSha256(Buffer.from(secret));
  const encodedHeader = encode(header);
  return (claims) => {
    const signed = `${encodedHeader}.${encode(claims)}`;
    return `${signed}.${mac(signed, 'base64url')}`;
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
