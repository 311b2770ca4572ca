import { expect, test } from 'vitest';
import { maskHeader, maskSecrets } from '../src/http/mask.ts';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoxfQ.c2lnbmF0dXJl';
const uuid = '3f2a9c1e-0000-4000-8000-000000000000';

test.each([
  [
    'a password in JSON',
    '{"email":"a@b.co","password":"hush \\" hush"}',
    '{"email":"a@b.co","password":"•••"}',
  ],
  [
    'the current and the new one',
    '{"current_password":"hush","new_password":"psst"}',
    '{"current_password":"•••","new_password":"•••"}',
  ],
  ['a JSON text that is cut off', '{"password":"hush', '{"password":"•••"'],
  ['a password in a form', 'email=a&password=hush+hush', 'email=a&password=•••'],
  ['an access token', `{"access_token":"${jwt}"}`, '{"access_token":"•••"}'],
  ['an access token anywhere', `Bad token ${jwt}!`, 'Bad token eyJ•••!'],
  [
    'the token of a link',
    '{"url":"https://a.example/reset#abcdefghijklmnopqrstuvwxyz012345"}',
    '{"url":"https://a.example/reset#•••"}',
  ],
  [
    'the token of a link, in its query',
    '{"url":"https://a.example/reset?token=abcdefghijklmnopqrstuvwxyz012345"}',
    '{"url":"https://a.example/reset?token=•••"}',
  ],
])('%s is masked', (_name, text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});

test('of a refresh token so much stays that one can be told from another', () => {
  expect(maskSecrets(`{"refresh_token":"${uuid}"}`)).toBe('{"refresh_token":"3f2a••••"}');
});

test('what is known to be secret is masked wherever it stands', () => {
  expect(maskSecrets('the detail says hush hush', ['hush hush'])).toBe('the detail says •••');
});

test('of credentials and cookies only the kind is shown', () => {
  expect(maskHeader('authorization', `Bearer ${jwt}`)).toBe('Bearer •••');
  expect(maskHeader('set-cookie', `__Host-x=${uuid}; Path=/; Secure`)).toBe('__Host-x=•••; Path=/; Secure');
  expect(maskHeader('cookie', `other=1; __Host-x=${uuid}`)).toBe('other=•••; __Host-x=•••');
});
