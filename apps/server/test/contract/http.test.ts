import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { openRaw, sendRaw } from '../support/raw-http.ts';
import { share } from '../support/share.ts';

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

onEveryDatabase('HTTP', (kind) => {
  const shared = share((atTheEnd) => startApp(kind, { atTheEnd }));

  test('every path answers with and without the trailing slash, in the same way', async () => {
    const app = await startApp(kind);
    await app.register();
    const { access_token, refresh_token } = await app.login();
    for (const slash of ['', '/']) {
      expect((await app.get(`/api/me${slash}`, access_token)).status).toBe(200);
      expect((await app.post(`/api/refresh${slash}`, { refresh_token })).status).toBe(200);
      expect((await app.get(`/api${slash}`)).status).toBe(200);
      expect((await app.get(`/health/ready${slash}`)).status).toBe(200);
      expectProblem(await app.send('DELETE', `/api/login${slash}`), 405, 'method_not_allowed');
      expectFields(await app.post(`/api/register${slash}`, {}), 'email', 'password');
    }
  });

  test('form bodies are read like JSON ones', async () => {
    const app = await startApp(kind);
    const registered = await app.post(
      '/api/register/',
      'email=a%2Bb%40example.com&password=pass+word%C3%BC',
      form,
    );
    expect(registered.body).toEqual({ id: 1, email: 'a+b@example.com' });
    const login = await app.post('/api/login/', 'email=a%2Bb%40example.com&password=pass+word%C3%BC', form);
    const refreshed = await app.post('/api/refresh/', `refresh_token=${login.body.refresh_token}`, form);
    expect(refreshed.status).toBe(200);
    expect(
      (await app.post('/api/logout/', `refresh_token=${refreshed.body.refresh_token}`, form)).status,
    ).toBe(200);
  });

  test('a form names its bad fields: twice given, unknown, with a NUL, or called like the prototype', async () => {
    const app = shared();
    expectFields(await app.post('/api/login/', 'email=a@b.co&email=c@d.eu&password=x', form), 'email');
    expectFields(
      await app.post('/api/login/', 'email=a@b.co&password=x&__proto__=1&constructor=2', form),
      '__proto__',
      'constructor',
    );
    expectFields(await app.post('/api/login/', 'email=a@b.co&password=x%00', form), 'password');
    expectFields(await app.post('/api/login/', '', form), 'email', 'password');
  });

  test.each([
    ['cut off', '{"email": "user@exam'],
    ['not JSON', 'email=a'],
    ['a list', '[]'],
    ['text', '"text"'],
    ['a number', '1'],
    ['null', 'null'],
    ['true', 'true'],
    ['with a prototype', '{"__proto__": {"email": "x"}}'],
    ['with a constructor', '{"constructor": {"prototype": {"x": 1}}}'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['deeply nested', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['deeply nested in a field', `{"email": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
  ])('a JSON body that is %s is a bad request', async (_name, body) => {
    const app = shared();
    expectProblem(await app.post('/api/login/', body, json), 400, 'invalid_request');
  });

  test('an empty body names every field', async () => {
    const app = shared();
    expectFields(await app.send('POST', '/api/login/'), 'email', 'password');
    expectFields(await app.post('/api/login/', '', json), 'email', 'password');
    expectFields(await app.post('/api/login/', '{}', json), 'email', 'password');
  });

  test('another media type, or none, is named as the fault', async () => {
    const app = shared();
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'nonsense',
      'application/jsonx',
    ]) {
      const answer = await app.post('/api/login/', '{"email":"a@b.co"}', { 'content-type': type });
      expectProblem(answer, 415, 'unsupported_media_type');
    }
    expectProblem(await app.post('/api/login/', '{"email":"a@b.co"}'), 415, 'unsupported_media_type');
    expectFields(
      await app.post('/api/login/', '{}', { 'content-type': 'Application/JSON; charset=UTF-8' }),
      'email',
      'password',
    );
  });

  test('a body over 64 KiB is refused, one of 64 KiB is read', async () => {
    const app = shared();
    const body = (length: number): string => JSON.stringify({ email: 'a@b.co', password: '' }).padEnd(length);
    expectFields(await app.post('/api/login/', body(65_536), json), 'password');
    expectProblem(await app.post('/api/login/', body(65_537), json), 413, 'body_too_large');
  });

  test('an unknown path is not found, whatever is sent to it', async () => {
    const app = shared();
    for (const path of [
      '/',
      '/api/nope/',
      '/api/me/x/',
      '/api//me/',
      '/API/me/',
      '/api/me/%00',
      '/%ff',
      '/api/me/..%2f',
      '/errors/nope',
    ]) {
      expectProblem(await app.get(path), 404, 'not_found');
    }
    expectProblem(await app.post('/api/nope/', '{{{', { 'content-type': 'text/xml' }), 404, 'not_found');
  });

  test('a known path with another method says which are allowed', async () => {
    const app = shared();
    const allowed = async (method: string, path: string): Promise<unknown> => {
      const answer = await app.send(method, path, { body: '<x/>', headers: { 'content-type': 'text/xml' } });
      expectProblem(answer, 405, 'method_not_allowed');
      return answer.headers.allow;
    };
    expect(await allowed('GET', '/api/login/')).toBe('POST');
    expect(await allowed('PUT', '/api/refresh')).toBe('POST');
    expect(await allowed('POST', '/api/me/')).toBe('DELETE, GET, HEAD, PATCH, PUT');
    expect(await allowed('POST', '/api/me/sessions/some-id')).toBe('DELETE');
    expect(await allowed('OPTIONS', '/api/logout/')).toBe('POST');
    expect(await allowed('PROPFIND', '/api/logout/')).toBe('POST');
  });

  test('every answer carries a request id of its own', async () => {
    const app = shared();
    const answers = await Promise.all(
      ['/api/', '/api/me/', '/nope', '/health/live'].map((path) => app.get(path)),
    );
    const ids = answers.map(({ headers }) => headers['x-request-id']);
    for (const id of ids) expect(id).toMatch(/^[\w-]{10,}$/);
    expect(new Set(ids).size).toBe(4);
  });

  test('what is not HTTP is answered as a problem too, and the server goes on', async () => {
    const app = await startApp(kind);
    expect(await sendRaw(app, 'NONSENSE\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [^]*x-request-id[^]*"code":"invalid_request"/,
    );
    // Also where the same connection had a request before that was refused while it was still arriving.
    const body = '<login/>';
    const refused = `POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n`;
    const connection = await openRaw(app);
    connection.write(refused);
    await eventually('the refusal', () => connection.received().includes('415'));
    connection.write(`${body}GET /api/ HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(await connection.closed).toMatch(
      /^HTTP\/1\.1 415 [^]*HTTP\/1\.1 431 [^]*"code":"headers_too_large"/,
    );

    const hugeHeader = `GET /api/ HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await sendRaw(app, hugeHeader)).toMatch(/^HTTP\/1\.1 431 [^]*"code":"headers_too_large"/);
    expect((await app.get('/health/live')).status).toBe(200);
  });

  test('the type of a problem leads to a page that explains its code', async () => {
    const app = shared();
    const { type } = (await app.get('/api/me/')).body as unknown as { type: string };
    const page = await app.get(new URL(type).pathname);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toMatch('text/html');
    expect(page.text).toContain('access_token_missing');
  });

  test('the root of the API lists the endpoints', async () => {
    const app = shared();
    const { endpoints } = (await app.get('/api/')).body as unknown as {
      endpoints: { path: string; methods: string[] }[];
    };
    expect(endpoints).toContainEqual({ path: '/api/login/', methods: ['POST'] });
    expect(endpoints).toContainEqual({ path: '/api/me/sessions/{id}/', methods: ['DELETE'] });
  });

  test('health says that it lives, and whether it can serve', async () => {
    const app = await startApp(kind);
    expect((await app.get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await app.get('/health/ready')).body).toMatchObject({ status: 'ok' });
  });
});
