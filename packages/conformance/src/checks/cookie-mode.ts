import { Broken, check, type Group } from '../check.ts';
import { expect, expectExactly, expectProblem, expectStatus } from '../expect.ts';
import type { Answer } from '../http/answer.ts';
import type { Stage } from '../stage/stage.ts';
import { readAccessToken, uuidOfVersion4 } from '../tokens.ts';

const name = '__Host-latchkey_refresh';

/** The refresh cookie that an answer sets: its value, and its attributes in small letters. */
function cookieOf(answer: Answer): { value: string; attributes: readonly string[] } | undefined {
  const set = (answer.headers['set-cookie'] ?? []).find((cookie) => cookie.startsWith(`${name}=`));
  if (set === undefined) return undefined;
  const [pair = '', ...attributes] = set.split(/\s*;\s*/);
  return { value: pair.slice(name.length + 1), attributes: attributes.map((text) => text.toLowerCase()) };
}

function expectCookie(answer: Answer): string {
  expectStatus(answer, 200);
  const { value = '', attributes = [] } = cookieOf(answer) ?? {};
  expect(uuidOfVersion4.test(value), `the cookie ${name} with a refresh token`, answer);
  const missing = ['httponly', 'secure', 'samesite=strict', 'path=/'].filter(
    (one) => !attributes.includes(one),
  );
  expect(missing.length === 0, `the cookie with ${missing.join(', ')}`, answer);
  expect(!attributes.some((one) => one.startsWith('domain')), 'the cookie without a domain', answer);
  expect(!('refresh_token' in answer.body), 'a body without the refresh token', answer);
  return value;
}

function expectCleared(answer: Answer): void {
  const { value, attributes = [] } = cookieOf(answer) ?? {};
  const isOver = attributes.some((one) => one === 'max-age=0' || one.startsWith('expires=thu, 01 jan 1970'));
  expect(value === '' && isOver, `the cookie ${name} cleared`, answer);
}

/** A login in cookie mode. The page's origin is that of the issuer, which is the server's public address. */
async function signedIn(stage: Stage) {
  const { account, accessToken, answer: login } = await stage.newSession();
  const issuer = String(readAccessToken(accessToken, login).claims['iss']);
  if (!URL.canParse(issuer)) throw new Broken('an iss that is the public address of the server', login);
  const { origin } = new URL(issuer);
  const { email, password } = account;
  const credentials = { email, password, refresh_token_in: 'cookie' };
  const answer = await stage.post('/api/login/', credentials, { origin });
  const token = cookieOf(answer)?.value ?? '';
  const withCookie = (
    path: string,
    cookie = token,
    headers: object = {},
    body: unknown = {},
  ): Promise<Answer> => stage.post(path, body, { origin, cookie: `other=1; ${name}=${cookie}`, ...headers });
  return { account, credentials, origin, answer, token, withCookie };
}

export const cookieMode: Group = {
  id: 'cookie',
  title: 'Cookie mode',
  checks: [
    check(
      'cookie.login',
      `a login with "refresh_token_in": "cookie" sets ${name}, with every flag, and leaves the token out of the body`,
      async (stage) => {
        expectCookie((await signedIn(stage)).answer);
      },
    ),
    check(
      'cookie.refresh',
      'a refresh with {} or an empty body uses the cookie, and sets its successor',
      async (stage) => {
        const { token, withCookie } = await signedIn(stage);
        const second = expectCookie(await withCookie('/api/refresh/'));
        expect(second !== token, 'a successor of the token');
        expectCookie(await withCookie('/api/refresh/', second, { 'content-type': 'application/json' }, ''));
      },
    ),
    check(
      'cookie.body-first',
      'a token in the body goes before the cookie, which then plays no part',
      async (stage) => {
        const { account, withCookie } = await signedIn(stage);
        const { refreshToken } = await stage.newSession(account);
        const answer = expectStatus(
          await withCookie('/api/refresh/', undefined, {}, { refresh_token: refreshToken }),
          200,
        );
        expect(typeof answer.body['refresh_token'] === 'string', 'the successor in the body', answer);
        expect(cookieOf(answer) === undefined, 'no cookie', answer);
        expectCookie(await withCookie('/api/refresh/'));
      },
    ),
    check('cookie.logout', 'a logout with the cookie ends the session and clears it', async (stage) => {
      const { withCookie } = await signedIn(stage);
      const answer = await withCookie('/api/logout/');
      expectExactly(answer, 200, { success: 'User logged out.' });
      expectCleared(answer);
      expectProblem(await withCookie('/api/refresh/'), 401, 'session_ended', 'logout');
    }),
    check('cookie.refused', 'a 401 clears the cookie', async (stage) => {
      const { withCookie } = await signedIn(stage);
      const answer = expectStatus(
        await withCookie('/api/refresh/', '123e4567-e89b-42d3-a456-426614174000'),
        401,
      );
      expectCleared(answer);
    }),
    check(
      'cookie.origin',
      'a request that uses or sets the cookie from no, another or a similar origin is refused and changes nothing',
      async (stage) => {
        const { credentials, origin, token, withCookie } = await signedIn(stage);
        const foreign = [
          {},
          ...['https://evil.example', 'null', '*', `${origin}.evil.example`].map((one) => ({ origin: one })),
        ];
        for (const headers of foreign) {
          const send = (path: string, body: unknown): Promise<Answer> =>
            stage.post(path, body, { cookie: `${name}=${token}`, ...headers });
          expectProblem(await send('/api/refresh/', {}), 403, 'forbidden');
          expectProblem(await send('/api/logout/', {}), 403, 'forbidden');
        }
        expectProblem(
          await stage.post('/api/login/', credentials, { origin: 'https://evil.example' }),
          403,
          'forbidden',
        );
        expectCookie(await withCookie('/api/refresh/'));
      },
    ),
    check(
      'cookie.media-type',
      'a form, or a request without a media type, which any page can send, is refused',
      async (stage) => {
        const { origin, token, withCookie } = await signedIn(stage);
        const headers = { origin, cookie: `${name}=${token}` };
        expectProblem(await stage.send('POST', '/api/refresh/', { headers }), 403, 'forbidden');
        const form = { 'content-type': 'application/x-www-form-urlencoded' };
        expectProblem(await withCookie('/api/logout/', token, form, ''), 403, 'forbidden');
        expectCookie(await withCookie('/api/refresh/'));
      },
    ),
  ],
};
