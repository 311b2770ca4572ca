import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAnswerHeaders } from '../../src/http/answer-headers.ts';
import { describeApi } from '../../src/http/openapi.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { checkAnswerHeaders } from '../support/check-answer-headers.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/open-page.ts';
import { openRaw, readAnswers, sendRaw } from '../support/raw-http.ts';

/** A client that does not look at headers itself. */
async function ask(app: TestApp, method: string, path: string, options: RequestInit = {}) {
  const answer = await fetch(`${app.url}${path}`, { redirect: 'manual', ...options, method });
  return { status: answer.status, headers: Object.fromEntries(answer.headers) };
}

async function startWithSite(environment = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-site-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets/index-1a2b3c.js'), '');
  return startApp('SQLite', { environment, sites: [{ path: '/admin/', folder }] });
}

describe('the headers of answers', () => {
  test('are on every operation of the document, with and without a body, for callers and strangers', async () => {
    const app = await startApp('SQLite');
    const operations = Object.entries(describeApi(app.service.app).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path.replace(/\{\w+\}/, '1')] as const),
    );
    expect(operations.length).toBeGreaterThan(30);
    const headers = { 'content-type': 'application/json', authorization: 'Bearer nonsense' };
    for (const [method, path] of operations) {
      const sent = method === 'GET' ? {} : { headers, body: '{}' };
      const answers = [await ask(app, method, path), await ask(app, method, path, sent)];
      for (const answer of answers) checkAnswerHeaders(`${method} ${path}`, answer.headers);
    }
  });

  test('are on pages, files, redirects and what is unchanged', async () => {
    const app = await startWithSite();
    const json = { 'content-type': 'application/json' };
    for (const [status, method, path, options] of [
      [200, 'GET', '/admin/', {}],
      [308, 'GET', '/admin', {}],
      [200, 'GET', '/admin/assets/index-1a2b3c.js', {}],
      [206, 'GET', '/admin/index.html', { headers: { range: 'bytes=0-3' } }],
      [200, 'HEAD', '/admin/', {}],
      [200, 'GET', '/errors/not_found', {}],
      [200, 'GET', '/openapi.json', {}],
      [200, 'GET', '/.well-known/jwks.json', {}],
      [200, 'GET', '/api/docs/', {}],
      [200, 'GET', '/api/docs/files/swagger-ui.css', {}],
      [200, 'GET', '/explorer/explorer.css', {}],
      [404, 'GET', '/nope', {}],
      [404, 'GET', '/%ff', {}],
      [400, 'GET', '/admin/..%2fpackage.json', {}],
      [405, 'DELETE', '/api/login/', {}],
      [405, 'OPTIONS', '/api/login/', {}],
      [400, 'POST', '/api/login/', { headers: json, body: '{' }],
      [415, 'POST', '/api/login/', { headers: { 'content-type': 'text/xml' }, body: '<x/>' }],
      [413, 'POST', '/api/login/', { headers: json, body: ' '.repeat(65_537) }],
    ] as const) {
      const answer = await ask(app, method, path, options);
      expect(answer.status, path).toBe(status);
      checkAnswerHeaders(`${method} ${path}`, answer.headers);
    }
    const { headers } = await ask(app, 'GET', '/admin/');
    const unchanged = await app.send('GET', '/admin/', { headers: { 'if-none-match': headers['etag'] } });
    expect(unchanged.status).toBe(304);
    for (const path of ['/api/', '/api/me/', '/api/nope/']) {
      const page = await openPage(app, path);
      checkAnswerHeaders(`the page ${path}`, Object.fromEntries(page.headers));
    }
  });

  test('are on what never becomes a request', async () => {
    const app = await startApp('SQLite', { environment: { PUBLIC_URL: 'https://auth.example.com' } });
    const filler = (count: number): string =>
      Array.from({ length: count }, (_, i) => `x-${i}: 1\r\n`).join('');
    for (const [status, bytes] of [
      [400, 'NONSENSE\r\n\r\n'],
      [400, 'GET /api/ HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n'],
      [400, 'GET /api/ HTTP/1.1\r\nConnection: close\r\n\r\n'],
      [400, 'GET /api/ HTTP/1.1\r\nHost: a\r\nhost: b\r\nConnection: close\r\n\r\n'],
      [405, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n'],
      [431, `GET /api/ HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
      [431, `GET /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${filler(99)}\r\n`],
      [200, `GET /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${filler(98)}\r\n`],
      [200, 'GET /api/ HTTP/1.0\r\n\r\n'],
      [200, 'GET /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: a-wonder\r\n\r\n'],
    ] as const) {
      const [answer, ...more] = readAnswers(await sendRaw(app, bytes));
      expect([answer?.status, more.length], bytes.slice(0, 60)).toEqual([status, 0]);
      checkAnswerHeaders(bytes, answer?.headers ?? {});
      expect(answer?.headers['strict-transport-security']).toBe('max-age=31536000');
      if (status !== 200) expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status });
    }
  });

  test('ask for https only where PUBLIC_URL has it', async () => {
    const plain = await startApp('SQLite');
    expect((await plain.get('/api/')).headers).not.toHaveProperty('strict-transport-security');
  });

  test('of a request that came before nonsense go first, and its answer is its own', async () => {
    const app = await startApp('SQLite');
    const connection = await openRaw(app);
    const login = JSON.stringify({ email: 'nobody@example.com', password: 'a password' });
    connection.write(
      `POST /api/login/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${login.length}\r\n\r\n` +
        `${login}GET /health/live HTTP/1.1\r\nHost: a\r\n\r\nNONSENSE\r\n\r\n`,
    );
    const answers = readAnswers(await connection.closed);
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 400]);
  });

  test('of a broken head come after a body that was refused before it had arrived', async () => {
    const app = await startApp('SQLite');
    const connection = await openRaw(app);
    const head = 'POST /api/login/ HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\n';
    connection.write(`${head}Content-Length: 70000\r\n\r\n`);
    await eventually('the refusal', () => connection.received() !== '');
    connection.write(`${' '.repeat(70_000)}NONSENSE\r\n\r\n`);
    expect(readAnswers(await connection.closed).map(({ status }) => status)).toEqual([415, 400]);
  });

  test.each([
    ['a missing one', { 'x-frame-options': undefined }],
    ['a policy that lets scripts run', { 'content-security-policy': "default-src 'self'" }],
    [
      'a page that may be framed',
      { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" },
    ],
    ['what the server runs on', { server: 'nginx' }],
    ['a cookie that scripts can read', { 'set-cookie': ['__Host-a=1; Path=/; Secure; SameSite=Strict'] }],
    ['a cookie for other hosts', { 'set-cookie': ['a=1; Domain=example.com; Path=/; HttpOnly; Secure'] }],
  ])('%s is found', (_what, wrong) => {
    const headers = { ...createAnswerHeaders('http://localhost:8000'), 'x-request-id': 'a1b2c3d4e5f6-7' };
    checkAnswerHeaders('an answer', headers);
    expect(() => checkAnswerHeaders('an answer', { ...headers, ...wrong })).toThrow(/an answer/);
  });
});
