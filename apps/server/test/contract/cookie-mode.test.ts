import { expect, test } from 'vitest';
import { publicUrl, startApp, type TestApp } from '../support/app.ts';
import type { Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';

const credentials = {
  email: 'user@example.com',
  password: 'correct horse battery',
  refresh_token_in: 'cookie',
};
const cookieForm =
  /^__Host-latchkey_refresh=([0-9a-f-]{36}); Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/;
const cleared = '__Host-latchkey_refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict';

/** What the answer does with the refresh cookie. */
function setCookie(answer: Answer): string {
  const all = answer.headers['set-cookie'] ?? [];
  return all.filter((cookie) => cookie.startsWith('__Host-latchkey_refresh=')).join('\n');
}

onEveryDatabase('cookie mode', (kind) => {
  const fromOwnPage = { origin: publicUrl };

  async function signedIn(environment = {}) {
    const app = await startApp(kind, { environment });
    await app.register();
    const answer = await app.post('/api/login/', credentials, fromOwnPage);
    return { app, answer, token: cookieForm.exec(setCookie(answer))?.[1] ?? '' };
  }

  function withCookie(
    app: TestApp,
    path: string,
    token: string,
    headers = {},
    body: unknown = {},
  ): Promise<Answer> {
    return app.post(path, body, {
      cookie: `other=1; __Host-latchkey_refresh=${token}`,
      ...fromOwnPage,
      ...headers,
    });
  }

  test('login sets the cookie with every flag and leaves the token out of the body', async () => {
    const { answer } = await signedIn();
    expect(answer.status).toBe(200);
    expect(setCookie(answer)).toMatch(cookieForm);
    expect(answer.body).not.toHaveProperty('refresh_token');
    expect(answer.body).toMatchObject({ expires_in: 30, refresh_expires_in: 2_592_000 });
  });

  test('a second cookie tells scripts that there is a session, as long as the first one lives, and nothing else', async () => {
    const { app, answer, token } = await signedIn();
    const told = '__Host-latchkey_signed_in=1; Max-Age=2592000; Path=/; Secure; SameSite=Strict';
    expect(answer.headers['set-cookie']).toContain(told);
    const refreshed = await withCookie(app, '/api/refresh/', token);
    expect(refreshed.headers['set-cookie']).toContain(told);
    const left = await withCookie(app, '/api/logout/', token);
    expect(left.headers['set-cookie']).toContain(told.replace('=1; Max-Age=2592000', '=; Max-Age=0'));
    const refused = await withCookie(app, '/api/refresh/', token);
    expect(refused.status).toBe(401);
    expect(refused.headers['set-cookie']).toContain(told.replace('=1; Max-Age=2592000', '=; Max-Age=0'));
    const inBody = await app.post('/api/login/', { ...credentials, refresh_token_in: 'body' });
    expect(inBody.headers['set-cookie']).toBeUndefined();
  });

  test('refresh uses it when the body is {} or empty, and sets its successor', async () => {
    const { app, token } = await signedIn();
    const first = await withCookie(app, '/api/refresh/', token);
    expect(first.status).toBe(200);
    expect(first.body).not.toHaveProperty('refresh_token');
    const second = cookieForm.exec(setCookie(first))?.[1] ?? '';
    expect(second).not.toBe(token);
    const empty = await withCookie(app, '/api/refresh/', second, { 'content-type': 'application/json' }, '');
    expect(empty.status).toBe(200);
    expect(setCookie(empty)).toMatch(cookieForm);
  });

  test('a token in the body goes before the cookie, which then plays no part', async () => {
    const { app, token } = await signedIn();
    const { refresh_token } = await app.login();
    const answer = await app.post(
      '/api/refresh/',
      { refresh_token },
      { cookie: `__Host-latchkey_refresh=${token}` },
    );
    expect(answer.body.refresh_token).toMatch(/^[0-9a-f-]{36}$/);
    expect(setCookie(answer)).toBe('');
    expect((await withCookie(app, '/api/refresh/', token)).status).toBe(200);
  });

  test('logout ends the session and clears the cookie', async () => {
    const { app, token } = await signedIn();
    const answer = await withCookie(app, '/api/logout/', token);
    expect(answer.body).toEqual({ success: 'User logged out.' });
    expect(setCookie(answer)).toBe(cleared);
    const after = await withCookie(app, '/api/refresh/', token);
    expectProblem(after, 401, 'session_ended', 'logout');
    expect(setCookie(after)).toBe(cleared);
  });

  test.each([
    ['no Origin', {}],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['the Origin null', { origin: 'null' }],
    ['an Origin that only begins like ours', { origin: `${publicUrl}.evil.example` }],
    ['another port', { origin: 'http://localhost:8001' }],
    ['the Origin *', { origin: '*' }],
  ])('a request with %s is refused and changes nothing', async (_name, headers) => {
    const { app, token } = await signedIn();
    const send = (path: string, body: unknown) =>
      app.send('POST', path, {
        body,
        headers: { cookie: `__Host-latchkey_refresh=${token}`, ...headers },
      });
    expectProblem(await send('/api/refresh/', {}), 403, 'forbidden');
    expectProblem(await send('/api/logout/', {}), 403, 'forbidden');
    expectProblem(await send('/api/login/', credentials), 403, 'forbidden');
    expect((await withCookie(app, '/api/refresh/', token)).status).toBe(200);
  });

  test('a form or a request without media type, which any page can send, is refused', async () => {
    const { app, token } = await signedIn();
    const headers = { cookie: `__Host-latchkey_refresh=${token}`, ...fromOwnPage };
    expectProblem(await app.send('POST', '/api/refresh/', { headers }), 403, 'forbidden');
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    expectProblem(await app.post('/api/logout/', '', form), 403, 'forbidden');
    const body = 'email=user%40example.com&password=correct+horse+battery&refresh_token_in=cookie';
    expectProblem(await app.post('/api/login/', body, form), 403, 'forbidden');
  });

  test('an allowed CORS origin may use it, and the browser is told so', async () => {
    const origin = 'https://app.example.com';
    const { app, token } = await signedIn({ CORS_ALLOWED_ORIGINS: origin });
    const answer = await withCookie(app, '/api/refresh/', token, { origin });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
    const preflight = await app.send('OPTIONS', '/api/refresh/', {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,idempotency-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe(origin);
  });

  test('another origin is told nothing', async () => {
    const { app } = await signedIn({ CORS_ALLOWED_ORIGINS: 'https://app.example.com' });
    const answer = await app.send('GET', '/api/', { headers: { origin: 'https://evil.example' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('without cookie and token the field is named', async () => {
    const app = await startApp(kind);
    expectFields(await app.post('/api/refresh/', {}, fromOwnPage), 'refresh_token');
    expectFields(await app.post('/api/logout/', {}, fromOwnPage), 'refresh_token');
  });

  test('a cookie that is no UUID is cleared', async () => {
    const app = await startApp(kind);
    const answer = await withCookie(app, '/api/refresh/', 'nonsense');
    expect(answer.status).toBe(401);
    expect(setCookie(answer)).toBe(cleared);
  });
});
