import { describe, expect, test } from 'vitest';
import { createVerifier, type TokenErrorCode } from '../src/index.ts';
import { createIssuer, hmac, issuerUrl, sharedSecret, signed, type Json } from './support/issuer.ts';
import { refusal } from './support/refusal.ts';

const honest = createIssuer('ES256');
const secretHolder = createIssuer('HS256');
const verifier = createVerifier({ issuer: issuerUrl, key: honest.jwk });
const secretVerifier = createVerifier({ issuer: issuerUrl, key: sharedSecret });

describe('a token that is signed with the right key, for something else', () => {
  const now = Math.floor(Date.now() / 1_000);
  const cases: [string, { header?: Json; claims?: Json }, TokenErrorCode][] = [
    ['another type', { header: { typ: 'JWT' } }, 'wrong_type'],
    ['a feed of ended sessions', { header: { typ: 'latchkey-revocations+jwt' } }, 'wrong_type'],
    ['no type', { header: { typ: undefined } }, 'wrong_type'],
    ['a list of types', { header: { typ: ['at+jwt'] } }, 'wrong_type'],
    ['another issuer', { claims: { iss: 'https://auth.example.com.evil.com' } }, 'wrong_issuer'],
    ['the issuer with a slash', { claims: { iss: `${issuerUrl}/` } }, 'wrong_issuer'],
    ['a list of issuers', { claims: { iss: [issuerUrl] } }, 'wrong_issuer'],
    ['no issuer', { claims: { iss: undefined } }, 'wrong_issuer'],
    ['an audience that nobody asked for', { claims: { aud: 'games' } }, 'wrong_audience'],
    ['a refresh token', { claims: { token_type: 'refresh' } }, 'bad_claims'],
    ['no kind of token', { claims: { token_type: undefined } }, 'bad_claims'],
    ['an account that is a text', { claims: { user_id: '7' } }, 'bad_claims'],
    ['an account beside another one', { claims: { user_id: 8 } }, 'bad_claims'],
    ['half an account', { claims: { user_id: 7.5, sub: '7.5' } }, 'bad_claims'],
    ['an admin in other words than the claim’s', { claims: { is_staff: 'yes' } }, 'bad_claims'],
    ['no account', { claims: { user_id: undefined, sub: 'undefined' } }, 'bad_claims'],
    ['no session', { claims: { sid: undefined } }, 'bad_claims'],
    ['a session that is a number', { claims: { sid: 5 } }, 'bad_claims'],
    ['an empty session', { claims: { sid: '' } }, 'bad_claims'],
    ['no name', { claims: { jti: undefined } }, 'bad_claims'],
    ['an end in the past', { claims: { exp: now - 60 } }, 'expired'],
    ['no end', { claims: { exp: undefined } }, 'bad_claims'],
    ['an end that is a text', { claims: { exp: '9999999999' } }, 'bad_claims'],
    ['an end that is null', { claims: { exp: null } }, 'bad_claims'],
    ['a beginning in the future', { claims: { nbf: now + 60 } }, 'not_yet_valid'],
    ['a beginning that is a text', { claims: { nbf: '0' } }, 'bad_claims'],
    ['made in the future', { claims: { iat: now + 60, exp: now + 90 } }, 'not_yet_valid'],
    ['no time of issue', { claims: { iat: undefined } }, 'bad_claims'],
    ['a time of issue that is a text', { claims: { iat: 'now' } }, 'bad_claims'],
  ];
  test.each(cases)('%s', async (_what, changes, code) => {
    expect(await refusal(verifier, honest.token(changes))).toBe(code);
    expect(await refusal(secretVerifier, secretHolder.token(changes))).toBe(code);
  });

  test('another audience, or none, where one is asked for', async () => {
    const strict = createVerifier({ issuer: issuerUrl, key: honest.jwk, audience: 'games' });
    for (const aud of ['news', 'game', ['news'], [], '', { games: true }]) {
      expect(await refusal(strict, honest.token({ claims: { aud } }))).toBe('wrong_audience');
    }
    expect(await refusal(strict, honest.token())).toBe('wrong_audience');
  });
});

describe('what is no token', () => {
  test.each([
    undefined,
    null,
    5,
    {},
    [],
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    'Bearer a.b.c',
    '🗝.🗝.🗝',
    ' '.repeat(500),
  ])('%j', async (token) => {
    expect(await refusal(verifier, token)).toBe('malformed');
  });

  test.each(['null', '5', '"at+jwt"', '[]', '{', '{"typ":"at+jwt"', '\u0000', 'ÿþ'])(
    'a header that is %j',
    async (text) => {
      const [, payload, signature] = honest.token().split('.');
      const head = Buffer.from(text, 'latin1').toString('base64url');
      expect(['malformed', 'wrong_type']).toContain(
        await refusal(verifier, `${head}.${payload}.${signature}`),
      );
    },
  );

  test('a payload that is no object', async () => {
    for (const claims of [null, 5, 'text', [], true]) {
      const token = signed({ alg: 'HS256', typ: 'at+jwt' }, claims, hmac(sharedSecret));
      expect(['malformed', 'bad_claims']).toContain(await refusal(secretVerifier, token));
    }
  });

  test('10 MB are refused by their length, before anything is looked at', async () => {
    const long = honest.token({ claims: { note: 'x'.repeat(10_000_000) } });
    const key = `${'a'.repeat(10_000_000)}.a.a`;
    for (const token of [long, key, '.'.repeat(10_000_000), '\0'.repeat(10_000_000)]) {
      expect(await refusal(verifier, token)).toBe('too_large');
    }
  });

  test('a long token of our own is refused before its signature is proven', async () => {
    expect(await refusal(verifier, honest.token({ claims: { note: 'x'.repeat(8_000) } }))).toBe('too_large');
  });
});
