import { check, type Group } from '../check.ts';
import { expect, expectFields, expectProblem } from '../expect.ts';
import { headerOf, type Answer } from '../http/answer.ts';
import type { Stage } from '../stage/stage.ts';

const json = { 'content-type': 'application/json' };
const sixtyFourKiB = 65_536;

const endpoints: Readonly<Record<string, readonly string[]>> = {
  '/api/register/': ['POST'],
  '/api/login/': ['POST'],
  '/api/refresh/': ['POST'],
  '/api/logout/': ['POST'],
  '/api/me/': ['GET', 'PUT', 'PATCH'],
};

const post = (stage: Stage, path: string, body: string | Buffer, headers: object = json): Promise<Answer> =>
  stage.send('POST', path, { body, headers: { ...headers } });

/** Signs in, and attacks `me` too: it is the one endpoint that is not public. */
async function put(stage: Stage, body: string): Promise<Answer> {
  const { accessToken } = await stage.newSession();
  return stage.send('PUT', '/api/me/', {
    body,
    headers: { ...json, authorization: `Bearer ${accessToken}` },
  });
}

export const errors: Group = {
  id: 'errors',
  title: 'Errors',
  checks: [
    check(
      'errors.malformed',
      'a body that is cut off, no JSON, no UTF-8 or nested without end is a bad request',
      async (stage) => {
        const bodies = [
          '{"email": "user@exam',
          'email=a',
          '{"email": "a@example.com",}',
          Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
          `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
          `{"email": ${'{"a":'.repeat(8_000)}1${'}'.repeat(8_000)}}`,
        ];
        for (const body of bodies) {
          for (const path of ['/api/login/', '/api/refresh/'])
            expectProblem(await post(stage, path, body), 400, 'invalid_request');
        }
      },
    ),
    check(
      'errors.not-an-object',
      'a list, a text, a number or null for a body is a bad request',
      async (stage) => {
        for (const body of ['[]', '"text"', '1', 'null', 'true']) {
          for (const [path, methods] of Object.entries(endpoints)) {
            const answer = methods.includes('POST') ? await post(stage, path, body) : await put(stage, body);
            expectProblem(answer, 400, 'invalid_request');
          }
        }
      },
    ),
    check('errors.empty', 'an empty body is a bad request that names every field', async (stage) => {
      expectFields(await post(stage, '/api/login/', ''), 'email', 'password');
      expectFields(await stage.send('POST', '/api/register/'), 'email', 'password');
    }),
    check(
      'errors.prototype',
      'fields that are called like parts of every object are unknown ones',
      async (stage) => {
        for (const body of ['{"__proto__": {"email": "x"}}', '{"constructor": {"prototype": {"x": 1}}}']) {
          expectProblem(await post(stage, '/api/login/', body), 400, 'invalid_request');
        }
      },
    ),
    check('errors.nul', 'a NUL in a text is refused by the name of its field', async (stage) => {
      const email = stage.unusedEmail();
      expectFields(
        await stage.post('/api/register/', { email, password: 'pass\0word for conformance' }),
        'password',
      );
      expectFields(
        await stage.post('/api/register/', {
          email,
          password: 'a password for conformance',
          username: 'a\0',
        }),
        'username',
      );
      expectFields(await stage.post('/api/login/', { email: 'a\0@example.com', password: 'x' }), 'email');
      expectFields(await put(stage, '{"username": "a\\u0000b"}'), 'username');
    }),
    check(
      'errors.lone-surrogate',
      'a lone surrogate in a text is refused by the name of its field',
      async (stage) => {
        const email = stage.unusedEmail();
        expectFields(
          await post(stage, '/api/register/', `{"email":"${email}","password":"pass\\ud800word"}`),
          'password',
        );
        expectFields(
          await post(stage, '/api/login/', `{"email":"${email}","password":"\\udfffpassword"}`),
          'password',
        );
        expectFields(await put(stage, '{"username": "a\\udc00b"}'), 'username');
      },
    ),
    check(
      'errors.media-type',
      'another media type, or none, for a body is refused as unsupported_media_type',
      async (stage) => {
        for (const type of [
          'text/plain',
          'application/xml',
          'multipart/form-data; boundary=x',
          'application/jsonx',
        ]) {
          expectProblem(
            await post(stage, '/api/login/', '{"email":"a@example.com"}', { 'content-type': type }),
            415,
            'unsupported_media_type',
          );
        }
        expectProblem(
          await post(stage, '/api/login/', '{"email":"a@example.com"}', {}),
          415,
          'unsupported_media_type',
        );
      },
    ),
    check(
      'errors.too-large',
      'a body over 64 KiB is refused as body_too_large, one of 64 KiB is read',
      async (stage) => {
        const body = (length: number): string =>
          JSON.stringify({ email: 'a@example.com', password: '' }).padEnd(length);
        expectFields(await post(stage, '/api/login/', body(sixtyFourKiB)), 'password');
        expectProblem(await post(stage, '/api/login/', body(sixtyFourKiB + 1)), 413, 'body_too_large');
      },
    ),
    check('errors.not-found', 'an unknown path is answered 404 not_found', async (stage) => {
      for (const path of ['/api/no-such-thing/', '/api/me/no-such-thing/'])
        expectProblem(await stage.get(path), 404, 'not_found');
    }),
    // A check of its own: a proxy may refuse such an address by itself, and nginx does.
    check('errors.nul-path', 'a path with a NUL character is answered 404 not_found', async (stage) => {
      expectProblem(await stage.get('/api/me/%00'), 404, 'not_found');
    }),
    check(
      'errors.method',
      'a known path with another method is answered 405 method_not_allowed, with those that it allows',
      async (stage) => {
        for (const [path, methods] of Object.entries(endpoints)) {
          const answer = await stage.send(methods.includes('POST') ? 'DELETE' : 'POST', path);
          expectProblem(answer, 405, 'method_not_allowed');
          const allowed = (headerOf(answer, 'allow') ?? '').split(/\s*,\s*/);
          expect(
            methods.every((method) => allowed.includes(method)),
            `Allow with ${methods.join(', ')}`,
            answer,
          );
        }
      },
    ),
  ],
  judgements: [
    {
      id: 'errors.problem',
      promise: 'every error is application/problem+json with type, title, status, detail and code',
      concerns: ({ status, sent }) => status >= 400 && sent.path.startsWith('/api/'),
      fault: (answer) => {
        const isProblem = headerOf(answer, 'content-type')?.startsWith('application/problem+json') === true;
        const { status, ...texts } = answer.body;
        const members = ['type', 'title', 'detail', 'code'].map((name) => texts[name]);
        const isWhole =
          status === answer.status && members.every((text) => typeof text === 'string' && text !== '');
        return isProblem && isWhole
          ? undefined
          : 'application/problem+json with type, title, status, detail and code';
      },
    },
    {
      id: 'errors.no-500',
      promise: 'no input gives a 500',
      concerns: () => true,
      fault: ({ status }) =>
        status >= 500 && status !== 503 ? 'anything but a failure of the server' : undefined,
    },
    {
      id: 'errors.no-secrets',
      promise: 'no error repeats a password or a token, or shows a stack or a query',
      concerns: ({ status }) => status >= 400,
      fault: (answer) => {
        const told = secretsIn(answer).find((secret) => answer.text.includes(secret));
        if (told !== undefined) return 'an error that does not repeat the secret that was sent';
        const isInside = /(?:\n|\\n)\s+at .+:\d+|Traceback|node_modules|\bSELECT\b.+\bFROM\b/i.test(
          answer.text,
        );
        return isInside ? 'an error that shows neither stack nor query' : undefined;
      },
    },
  ],
};

/** The password and the token that an answer's request came with. */
function secretsIn({ sent }: Answer): readonly string[] {
  const body = typeof sent.body === 'string' ? sent.body : '';
  const fields = [...body.matchAll(/"(?:[a-z_]*password|refresh_token|token)"\s*:\s*"([^"\\]{12,})"/g)];
  const token = /^bearer (.{20,})$/i.exec(sent.headers.authorization ?? '');
  return [...fields, ...(token ? [token] : [])].map((match) => match[1] ?? '');
}
