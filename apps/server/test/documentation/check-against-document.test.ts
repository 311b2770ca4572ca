import { expect, test } from 'vitest';
import { checkAgainstDocument } from '../support/check-against-document.ts';

const json = 'application/json; charset=utf-8';
const registered = { status: 201, contentType: json, body: { id: 1, email: 'user@example.com' } };
const login = { access_token: 'a', token_type: 'Bearer', expires_in: 30, refresh_expires_in: 60 };

test('an answer as the document describes it passes, with and without the trailing slash', () => {
  checkAgainstDocument('POST', '/api/register/', registered);
  checkAgainstDocument('POST', '/api/register', registered);
  checkAgainstDocument('DELETE', '/api/me/', { status: 204, contentType: undefined, body: undefined });
});

test.each([
  ['a status', { ...registered, status: 418 }],
  ['a media type', { ...registered, contentType: 'text/html' }],
  ['a field of another type', { ...registered, body: { id: '1', email: 'user@example.com' } }],
  ['a missing field', { ...registered, body: { id: 1 } }],
])('%s that the document does not know fails', (_what, answer) => {
  expect(() => checkAgainstDocument('POST', '/api/register/', answer)).toThrow(/document/);
});

test('a code that an operation is not said to have fails', () => {
  const problem = { type: 'https://a.example/', title: 't', detail: 'd', status: 401 };
  const answer = (code: string) => ({
    status: 401,
    contentType: 'application/problem+json',
    body: { ...problem, code },
  });
  checkAgainstDocument('GET', '/api/me/', answer('access_token_expired'));
  expect(() => checkAgainstDocument('GET', '/api/me/', answer('invalid_credentials'))).toThrow(/document/);
});

test('what is described elsewhere in the document is looked at as well', () => {
  const answer = (body: object) => ({ status: 200, contentType: json, body });
  checkAgainstDocument('POST', '/api/login/', answer(login));
  expect(() =>
    checkAgainstDocument('POST', '/api/login/', answer({ ...login, expires_in: 'soon' })),
  ).toThrow();
});
