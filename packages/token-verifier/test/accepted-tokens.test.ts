import { describe, expect, test } from 'vitest';
import { createVerifier, TokenError } from '../src/index.ts';
import { createIssuer, issuerUrl, sharedSecret, type Algorithm } from './support/issuer.ts';
import { refusal } from './support/refusal.ts';
import { createTestClock } from './support/test-clock.ts';

describe.each<Algorithm>(['HS256', 'ES256', 'EdDSA', 'RS256'])('a token signed with %s', (algorithm) => {
  const clock = createTestClock();
  const honest = createIssuer(algorithm, 'key-1', () => clock.now());
  const key = algorithm === 'HS256' ? sharedSecret : honest.jwk;

  test('is accepted, and its claims are given', async () => {
    const claims = await createVerifier({ issuer: issuerUrl, key, clock }).verify(honest.token());
    expect(claims).toMatchObject({ user_id: 7, sub: '7', sid: 'a-session-id-016', iss: issuerUrl });
  });

  test('is accepted until it expires, and for the leeway after it', async () => {
    const token = honest.token();
    const verifier = createVerifier({ issuer: issuerUrl, key, clock, leeway: 3 });
    clock.advance(32);
    expect(await refusal(verifier, token)).toBe('accepted');
    clock.advance(2);
    expect(await refusal(verifier, token)).toBe('expired');
  });
});

test('an audience is accepted as a text and in a list', async () => {
  const honest = createIssuer('EdDSA');
  const verifier = createVerifier({ issuer: issuerUrl, key: honest.jwk, audience: 'games' });
  for (const aud of ['games', ['news', 'games']]) {
    expect(await refusal(verifier, honest.token({ claims: { aud } }))).toBe('accepted');
  }
});

test('while one secret follows another both are accepted, and no third one', async () => {
  const honest = createIssuer('HS256');
  const before = 'the secret before this one, of thirty-two bytes';
  for (const key of [
    [sharedSecret, before],
    [before, new TextEncoder().encode(sharedSecret)],
  ]) {
    expect(await refusal(createVerifier({ issuer: issuerUrl, key }), honest.token())).toBe('accepted');
  }
  const others = createVerifier({ issuer: issuerUrl, key: [before, `${before}!`] });
  expect(await refusal(others, honest.token())).toBe('bad_signature');
});

test('a secret may be given as a JWK, and holds for its own kid then', async () => {
  const k = Buffer.from(sharedSecret).toString('base64url');
  const verifier = createVerifier({ issuer: issuerUrl, key: { kty: 'oct', k, kid: 'key-1' } });
  expect(await refusal(verifier, createIssuer('HS256', 'key-1').token())).toBe('accepted');
  expect(await refusal(verifier, createIssuer('HS256', 'key-2').token())).toBe('unknown_key');
});

test('a key without an algorithm has the one of its type', async () => {
  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
    const honest = createIssuer(algorithm);
    const { alg, use, ...jwk } = honest.jwk;
    expect([alg, use]).toEqual([algorithm, 'sig']);
    expect(await refusal(createVerifier({ issuer: issuerUrl, key: jwk }), honest.token())).toBe('accepted');
  }
});

describe('options that cannot be meant are refused where the verifier is made', () => {
  const { jwk, publicPem } = createIssuer('ES256');
  test.each([
    ['no issuer', { issuer: undefined }, /`issuer` must be a URL/],
    ['an issuer that is no URL', { issuer: 'latchkey' }, /`issuer` must be a URL/],
    ['an address with a password', { issuer: issuerUrl, jwksUrl: 'https://a:b@example.com' }, /password/],
    ['an address of a file', { issuer: issuerUrl, jwksUrl: 'file:///etc/keys' }, /`jwksUrl` must be a URL/],
    ['a key and an address', { issuer: issuerUrl, key: jwk, jwksUrl: issuerUrl }, /not both/],
    ['a short secret', { issuer: issuerUrl, key: 'secret' }, /at least 32 bytes/],
    ['no keys', { issuer: issuerUrl, key: [] }, /empty list/],
    ['a number for a key', { issuer: issuerUrl, key: 5 }, /shared secret of HS256 or a JWK/],
    ['a public key as the text of a secret', { issuer: issuerUrl, key: publicPem }, /PEM or JSON/],
    ['the same as bytes', { issuer: issuerUrl, key: Buffer.from(` ${publicPem}`) }, /PEM or JSON/],
    ['a JWK as the text of a secret', { issuer: issuerUrl, key: JSON.stringify(jwk) }, /PEM or JSON/],
    ['a PEM within a JWK', { issuer: issuerUrl, key: { kty: 'oct', k: b64(publicPem) } }, /PEM or JSON/],
    ['a private key', { issuer: issuerUrl, key: { ...jwk, d: 'AAAA' } }, /private key/],
    ['a leeway of an hour', { issuer: issuerUrl, key: jwk, leeway: 3_600 }, /`leeway`/],
    ['a leeway that is no number', { issuer: issuerUrl, key: jwk, leeway: NaN }, /`leeway`/],
  ])('%s', (_what, options, message) => {
    // What a caller without types may give.
    expect(() => createVerifier(options as never)).toThrow(message);
  });
});

test('a key that signs no access tokens is told with the first token', async () => {
  const verifier = createVerifier({ issuer: issuerUrl, key: { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' } });
  await expect(verifier.verify(createIssuer('ES256').token())).rejects.toThrow(/signs no access tokens/);
});

test('an error has a code, a message and never the token', async () => {
  const honest = createIssuer('HS256');
  const token = honest.token({ claims: { token_type: 'refresh' } });
  const error: unknown = await createVerifier({ issuer: issuerUrl, key: sharedSecret })
    .verify(token)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof TokenError)) throw new Error('no TokenError');
  expect(error).toMatchObject({ name: 'TokenError', code: 'bad_claims', isTemporary: false });
  for (const part of token.split('.'))
    expect(JSON.stringify(error) + String(error.stack)).not.toContain(part);
});

function b64(text: string): string {
  return Buffer.from(text).toString('base64url');
}
