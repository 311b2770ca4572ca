import { describe, expect, test } from 'vitest';
import { publicUrl, startApp, type TestApp } from '../support/app.ts';
import { changeSettings } from '../support/attempts.ts';
import type { Answer } from '../support/client.ts';
import { expectProblem } from '../support/expect-problem.ts';

const allowed = 'https://app.example.com';
const credentials = {
  email: 'user@example.com',
  password: 'correct horse battery',
  refresh_token_in: 'cookie',
};
const json = { 'content-type': 'application/json' };

/** Origins that a careless comparison would let pass for an allowed one. */
const lookAlikes = [
  'null',
  '*',
  '',
  'https://evil.example',
  `${publicUrl}.evil.example`,
  `${publicUrl}/`,
  `${publicUrl}@evil.example`,
  publicUrl.toUpperCase(),
  'https://localhost:8000',
  'http://localhost',
  'http://localhost:80000',
  'http://localhost:8001',
  'http://127.0.0.1:8000',
  'http://user@localhost:8000',
  `${publicUrl}, ${publicUrl}`,
  `${publicUrl} ${publicUrl}`,
  `https://evil.example, ${publicUrl}`,
  `${allowed}.evil.example`,
  `${allowed}:443`,
  `${allowed}.`,
  'https://app-example.com',
  'https://evil-app.example.com',
  'https://x.app.example.com',
  'https://example.com',
  'http://app.example.com',
  'https://APP.example.com',
];

describe('a page of another site', () => {
  async function signedIn() {
    const app = await startApp('SQLite', { environment: { CORS_ALLOWED_ORIGINS: allowed } });
    await app.register();
    const answer = await app.post('/api/login/', credentials, { origin: publicUrl });
    const cookie =
      /^__Host-latchkey_refresh=[^;]+/m.exec((answer.headers['set-cookie'] ?? []).join('\n'))?.[0] ?? '';
    expect(cookie).not.toBe('');
    /** The cookie was neither spent nor ended: it is still the one that the session was begun with. */
    const expectUntouched = async (): Promise<void> => {
      const rows = await app.service.database.kysely
        .selectFrom('sessions')
        .select(['generation', 'ended_at'])
        .execute();
      expect(rows).toEqual([{ generation: 0, ended_at: null }]);
    };
    return { app, cookie, expectUntouched };
  }

  test('whose origin looks like an allowed one uses no cookie, begins no session and reads nothing', async () => {
    const { app, cookie, expectUntouched } = await signedIn();
    for (const origin of lookAlikes) {
      for (const [path, body] of [
        ['/api/refresh/', {}],
        ['/api/logout/', {}],
        ['/api/login/', credentials],
      ] as const) {
        const answer = await app.post(path, body, { cookie, origin });
        expectProblem(answer, 403, 'forbidden');
        expect(answer.headers['access-control-allow-origin'], origin).toBeUndefined();
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    }
    await expectUntouched();
    expect((await app.post('/api/refresh/', {}, { cookie, origin: allowed })).status).toBe(200);
  });

  test('that sends what needs no preflight changes nothing: forms, texts, images, links, other methods', async () => {
    const { app, cookie, expectUntouched } = await signedIn();
    const form = 'application/x-www-form-urlencoded';
    for (const origin of [undefined, 'null', 'https://evil.example', publicUrl]) {
      const from = { cookie, ...(origin !== undefined && { origin }) };
      const send = (method: string, path: string, type?: string, body?: string, more = {}): Promise<Answer> =>
        app.send(method, path, {
          ...(body !== undefined && { body }),
          headers: { ...from, ...(type !== undefined && { 'content-type': type }), ...more },
        });
      for (const path of ['/api/refresh/', '/api/logout/']) {
        expectProblem(await send('POST', path, form, ''), 403, 'forbidden');
        expectProblem(await send('POST', path), 403, 'forbidden');
        for (const type of [
          'text/plain',
          'multipart/form-data; boundary=x',
          'text/plain; a=application/json',
        ])
          expectProblem(await send('POST', path, type, '{}'), 415, 'unsupported_media_type');
        for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'])
          expect((await send(method, path)).status).toBe(405);
        const override = {
          'x-http-method-override': 'POST',
          'x-method-override': 'POST',
          'x-http-method': 'POST',
        };
        expect((await send('GET', `${path}?_method=POST`, undefined, undefined, override)).status).toBe(405);
      }
      // The cookie says who refreshes, and never who calls.
      for (const path of ['/api/me/', '/api/me/sessions/', '/api/me/export/'])
        expectProblem(await send('GET', path), 401, 'access_token_missing');
      expectProblem(
        await send('DELETE', '/api/me/', 'application/json', '{"current_password":"x"}'),
        401,
        'access_token_missing',
      );
    }
    await expectUntouched();
  });
});

describe('CORS', () => {
  const preflight = (app: TestApp, origin: string, path = '/api/refresh/'): Promise<Answer> =>
    app.send('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  test('lets the configured origins alone ask and read, by name, and says that answers depend on it', async () => {
    const app = await startApp('SQLite', { environment: { CORS_ALLOWED_ORIGINS: allowed } });
    for (const origin of [allowed, publicUrl]) {
      const { status, headers } = await preflight(app, origin);
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'authorization,content-type,idempotency-key',
        'access-control-max-age': '600',
        vary: expect.stringMatching(/\borigin\b/i) as string,
      });
      expect(String(headers['access-control-allow-methods']).split(/, ?/)).toContain('PATCH');
    }
    for (const origin of lookAlikes) {
      const answer = await preflight(app, origin);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.headers.vary, origin).toMatch(/\borigin\b/i);
    }
  });

  test('lets a page of an allowed origin read every answer of the API, those of errors too', async () => {
    const app = await startApp('SQLite', { environment: { CORS_ALLOWED_ORIGINS: allowed } });
    for (const [status, method, path, body] of [
      [200, 'GET', '/api/', undefined],
      [401, 'GET', '/api/me/', undefined],
      [404, 'GET', '/api/nope/', undefined],
      [405, 'PUT', '/api/login/', '{}'],
      [400, 'POST', '/api/login/', '{'],
      [400, 'POST', '/api/login/', '{}'],
      [413, 'POST', '/api/login/', ' '.repeat(65_537)],
    ] as const) {
      const headers = { origin: allowed, ...(body !== undefined && json) };
      const answer = await app.send(method, path, { headers, ...(body !== undefined && { body }) });
      expect(answer.status).toBe(status);
      expect(answer.headers['access-control-allow-origin'], `${method} ${path}`).toBe(allowed);
      expect(answer.headers.vary).toMatch(/\borigin\b/i);
    }
  });

  test('an origin that is taken off the list is refused from then on', async () => {
    const app = await startApp('SQLite', { environment: { CORS_ALLOWED_ORIGINS: allowed } });
    expect((await preflight(app, allowed)).status).toBe(204);
    await changeSettings(app, { CORS_ALLOWED_ORIGINS: [] });
    expect((await preflight(app, allowed)).headers['access-control-allow-origin']).toBeUndefined();
    expectProblem(await app.post('/api/login/', credentials, { origin: allowed }), 403, 'forbidden');
  });
});
