import { base64url, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { KeySource } from './keys/key-source.ts';
import { algorithms, type VerificationKey } from './keys/verification-key.ts';
import { TokenError } from './token-error.ts';

interface Header {
  readonly alg: string;
  readonly kid: string | undefined;
}

const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Proves a signed JWT: form, type, algorithm, key, signature, issuer, audience and times, in this order. Of the header
 * nothing is followed but `kid`, and that as an exact name.
 *
 * @param largest in characters; what is longer is not looked at.
 */
export async function proveJwt(
  token: unknown,
  keys: KeySource,
  { largest, ...options }: JWTVerifyOptions & { readonly typ: string; readonly largest: number },
): Promise<JWTPayload> {
  const header = readHeader(token, largest, options.typ);
  const named = await keys.find(header.kid);
  let refusal =
    named.length === 0
      ? new TokenError('unknown_key', 'The token names a key that is not known.')
      : new TokenError('wrong_algorithm', 'The token names an algorithm that is not the one of its key.');
  for (const key of named.filter(({ algorithm }) => algorithm === header.alg)) {
    try {
      return await proveWith(token, key, options);
    } catch (error) {
      refusal = toTokenError(error);
      if (refusal.code !== 'bad_signature') break;
    }
  }
  throw refusal;
}

function readHeader(token: unknown, largest: number, type: string): Header {
  if (typeof token !== 'string') throw malformed();
  if (token.length > largest)
    throw new TokenError('too_large', `The token has more than ${largest} characters.`);
  if (!compact.test(token)) throw malformed();
  const { typ, alg, kid, crit } = parseHeader(token.slice(0, token.indexOf('.')));
  // RFC 8725, section 3.11: a signed JWT that is meant for something else is none of ours.
  if (typ !== type) throw new TokenError('wrong_type', `The token is not of the type ${type}.`);
  if (!algorithms.some((known) => known === alg)) {
    throw new TokenError('wrong_algorithm', 'The token is signed with an algorithm that is not allowed.');
  }
  if (crit !== undefined)
    throw new TokenError('malformed', 'The token has a critical extension; none is known.');
  if (kid !== undefined && typeof kid !== 'string') throw malformed();
  return { alg: String(alg), kid };
}

function parseHeader(segment: string): { typ?: unknown; alg?: unknown; kid?: unknown; crit?: unknown } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(base64url.decode(segment)));
  } catch {
    throw malformed();
  }
  if (typeof header !== 'object' || header === null) throw malformed();
  return header;
}

async function proveWith(
  token: unknown,
  key: VerificationKey,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  const text = String(token);
  const { payload } = await jwtVerify(text, key.material, { ...options, algorithms: [key.algorithm] });
  const signature = text.slice(text.lastIndexOf('.') + 1);
  // The last character has bits to spare: with other ones it would be another text for the same signature.
  if (base64url.encode(base64url.decode(signature)) !== signature) throw malformed();
  return payload;
}

function toTokenError(error: unknown): TokenError {
  if (error instanceof TokenError) return error;
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('bad_signature', 'The signature does not fit the token.');
  }
  if (error instanceof errors.JWTExpired) return new TokenError('expired', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) return claimError(error);
  if (error instanceof errors.JOSEError) return malformed();
  throw error;
}

function claimError({ claim, reason }: errors.JWTClaimValidationFailed): TokenError {
  if (claim === 'iss') return new TokenError('wrong_issuer', 'The token is from another issuer.');
  if (claim === 'aud') return new TokenError('wrong_audience', 'The token is for another audience.');
  if (claim === 'nbf' && reason === 'check_failed') return notYetValid();
  return new TokenError('bad_claims', `The claim \`${claim}\` is missing or not valid.`);
}

export function notYetValid(): TokenError {
  return new TokenError(
    'not_yet_valid',
    'The token is not valid yet; the clocks may differ by more than the leeway.',
  );
}

function malformed(): TokenError {
  return new TokenError('malformed', 'The token is not a signed JWT in compact form.');
}
