import { check, type Group } from '../check.ts';
import { expect, expectExactly, expectFields, expectStatus } from '../expect.ts';
import { headerOf, type Answer } from '../http/answer.ts';
import { mayHoldToken } from '../tokens.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const has = (answer: Answer, name: string): boolean => (headerOf(answer, name) ?? '') !== '';

export const overHttp: Group = {
  id: 'http',
  title: 'HTTP',
  checks: [
    check(
      'http.slash',
      'every path answers with and without the trailing slash in the same way, with no redirect',
      async (stage) => {
        const { account, accessToken, refreshToken } = await stage.newSession();
        const { email, password } = account;
        for (const slash of ['', '/']) {
          expectStatus(await stage.get(`/api/me${slash}`, accessToken), 200);
          expectStatus(await stage.post(`/api/login${slash}`, { email, password }), 200);
          expectStatus(await stage.post(`/api/refresh${slash}`, { refresh_token: refreshToken }), 200);
          expectFields(await stage.post(`/api/register${slash}`, {}), 'email', 'password');
        }
        for (const slash of ['', '/'])
          expectStatus(await stage.post(`/api/logout${slash}`, { refresh_token: refreshToken }), 200);
      },
    ),
    check('http.form', 'a body of application/x-www-form-urlencoded is read like JSON', async (stage) => {
      const account = {
        email: stage.unusedEmail().replace('-', '+'),
        password: 'a password & more für conformance',
      };
      const post = (path: string, fields: Record<string, string>): Promise<Answer> =>
        stage.post(path, new URLSearchParams(fields).toString(), form);
      const registered = await post('/api/register/', account);
      const id = Number(registered.body['id']);
      if (registered.status < 300) stage.adopt({ ...account, id });
      expectExactly(registered, 201, { id, email: account.email });
      const login = expectStatus(await post('/api/login/', account), 200);
      const refreshed = expectStatus(
        await post('/api/refresh/', { refresh_token: String(login.body['refresh_token']) }),
        200,
      );
      expectStatus(
        await post('/api/logout/', { refresh_token: String(refreshed.body['refresh_token']) }),
        200,
      );
    }),
    check(
      'http.form-fields',
      'a form names its bad fields: twice given, unknown or with a NUL',
      async (stage) => {
        const path = '/api/login/';
        expectFields(
          await stage.post(path, 'email=a@example.com&email=b@example.com&password=x', form),
          'email',
        );
        expectFields(await stage.post(path, 'email=a@example.com&password=x&remember=1', form), 'remember');
        expectFields(await stage.post(path, 'email=a@example.com&password=x%00', form), 'password');
      },
    ),
    check(
      'http.json-parameters',
      'the media type is read without case, and with parameters',
      async (stage) => {
        const headers = { 'content-type': 'Application/JSON; charset=UTF-8' };
        expectFields(await stage.post('/api/login/', '{}', headers), 'email', 'password');
      },
    ),
    check('http.own-request-id', 'two answers have different request ids', async (stage) => {
      const first = await stage.get('/api/me/');
      const second = await stage.get('/api/me/');
      const isOther = headerOf(first, 'x-request-id') !== headerOf(second, 'x-request-id');
      expect(isOther, `another x-request-id than that of the answer before`, second);
    }),
  ],
  judgements: [
    {
      id: 'http.request-id',
      promise: 'every answer carries x-request-id',
      concerns: () => true,
      fault: (answer) => (has(answer, 'x-request-id') ? undefined : 'the header x-request-id'),
    },
    {
      id: 'http.no-store',
      promise: 'every answer with a token carries Cache-Control: no-store',
      concerns: (answer) => mayHoldToken(answer.body),
      fault: (answer) =>
        /\bno-store\b/.test(headerOf(answer, 'cache-control') ?? '') ? undefined : 'Cache-Control: no-store',
    },
    {
      id: 'http.limits',
      promise:
        'whoever makes too many attempts is told when to come back: Retry-After, RateLimit, RateLimit-Policy',
      concerns: ({ status }) => status === 429,
      fault: (answer) => {
        const isTold = ['retry-after', 'ratelimit', 'ratelimit-policy'].every((name) => has(answer, name));
        const isNamed = answer.body['code'] === 'too_many_requests';
        return isTold && isNamed
          ? undefined
          : 'too_many_requests with Retry-After, RateLimit and RateLimit-Policy';
      },
    },
    {
      id: 'http.overload',
      promise: 'an overloaded server says when to come back: Retry-After',
      concerns: ({ status }) => status === 503,
      fault: (answer) => (has(answer, 'retry-after') ? undefined : 'Retry-After'),
    },
  ],
};
