import { check, Broken, type Group } from '../check.ts';
import { expect, expectFields, expectProblem, expectStatus } from '../expect.ts';
import type { Answer } from '../http/answer.ts';
import { readAccessToken, uuidOfVersion4 } from '../tokens.ts';

const path = '/api/login/';

/** The five members of a pair, and no others. */
export function expectPair(answer: Answer): void {
  expectStatus(answer, 200);
  const { access_token, refresh_token, token_type, expires_in, refresh_expires_in, ...more } = answer.body;
  readAccessToken(typeof access_token === 'string' ? access_token : '', answer);
  const isUuid = typeof refresh_token === 'string' && uuidOfVersion4.test(refresh_token);
  expect(isUuid, 'a refresh_token that is a lower-case UUID of version 4 shape', answer);
  expect(token_type === 'Bearer', 'the token_type Bearer', answer);
  for (const [name, seconds] of Object.entries({ expires_in, refresh_expires_in })) {
    const isSpan = typeof seconds === 'number' && Number.isInteger(seconds) && seconds > 0;
    expect(isSpan, `${name} in whole seconds`, answer);
  }
  const others = Object.keys(more);
  if (others.length > 0) throw new Broken(`no further members, such as ${others.join(', ')}`, answer);
}

export const login: Group = {
  id: 'login',
  title: 'Login',
  checks: [
    check(
      'login.pair',
      'a login gives an access token, a refresh token, token_type, expires_in and refresh_expires_in',
      async (stage) => {
        expectPair((await stage.newSession()).answer);
      },
    ),
    check('login.any-case', 'an address is compared without case in whole', async (stage) => {
      const account = await stage.newAccount();
      await stage.newSession({ ...account, email: account.email.toUpperCase() });
    }),
    check(
      'login.no-enumeration',
      'a wrong password and an unknown address get one answer, 401 invalid_credentials',
      async (stage) => {
        const { email } = await stage.newAccount();
        const wrong = await stage.post(path, { email, password: 'a wrong password' });
        expectProblem(wrong, 401, 'invalid_credentials');
        const unknown = await stage.post(path, { email: stage.unusedEmail(), password: 'a wrong password' });
        expect(
          unknown.status === wrong.status && unknown.text === wrong.text,
          `the same answer as for a wrong password: ${wrong.text}`,
          unknown,
        );
      },
    ),
    check(
      'login.fields',
      'missing, empty, wrong-typed and unknown fields are refused, each by its name',
      async (stage) => {
        const good = { email: 'user@example.com', password: 'password' };
        expectFields(await stage.post(path, {}), 'email', 'password');
        expectFields(await stage.post(path, { ...good, password: '' }), 'password');
        expectFields(await stage.post(path, { email: 'nope', password: 5 }), 'email', 'password');
        expectFields(await stage.post(path, { ...good, remember: true }), 'remember');
        expectFields(await stage.post(path, { ...good, refresh_token_in: 'url' }), 'refresh_token_in');
      },
    ),
    check(
      'login.stale-authorization',
      'the public endpoints ignore a stale or broken Authorization header',
      async (stage) => {
        const { account, refreshToken } = await stage.newSession();
        const headers = { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.stale' };
        const { email, password } = account;
        expectStatus(await stage.post(path, { email, password }, headers), 200);
        const answer = expectStatus(
          await stage.post('/api/refresh/', { refresh_token: refreshToken }, headers),
          200,
        );
        expectStatus(
          await stage.post('/api/logout/', { refresh_token: answer.body['refresh_token'] }, headers),
          200,
        );
        expectFields(await stage.post('/api/register/', {}, headers), 'email', 'password');
      },
    ),
  ],
};
