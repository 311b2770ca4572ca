import { describe, expect, test } from 'vitest';
import { startWithAdmin } from '../support/admin.ts';
import { bearer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const size = 65_536;
const nested = (open: string, close: string, inner: string): string => {
  const depth = Math.floor((size - inner.length - 20) / (open.length + close.length));
  return `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
};
const manyKeys = (): string => `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":1`).join(',')}}`;

/** Bodies of up to 64 KiB that cost a careless server its stack, its prototype or its time. */
const bodies: readonly (readonly [string, string])[] = [
  ['opened and never closed', '['.repeat(size)],
  ['deep lists', nested('[', ']', '')],
  ['deep objects', nested('{"a":', '}', '1')],
  // An escape: each text is looked at then.
  ['deep lists with an escape', nested('[', ']', String.raw`"\u0061"`)],
  ['deep objects with an escape', nested('{"a":', '}', String.raw`"\u0000"`)],
  ['a deep field', `{"id":${nested('[', ']', String.raw`"\u0061"`)}}`],
  ['many keys', manyKeys()],
  ['many broken texts', `{${Array.from({ length: 4_000 }, (_, i) => `"${i}":"\\ud800"`).join(',')}}`],
  ['a huge number', `{"email":${'9'.repeat(60_000)}}`],
  ['a huge exponent', '{"version":1e99999,"values":{}}'],
  ['a prototype', '{"__proto__":{"polluted":true}}'],
  ['an escaped prototype', String.raw`{"\u005f_proto__":{"polluted":true}}`],
  [
    'a prototype in a field',
    '{"email":{"__proto__":{"polluted":true}},"values":{"__proto__":{"polluted":true}}}',
  ],
  ['the prototype of a constructor', '{"constructor":{"prototype":{"polluted":true}}}'],
  ['names of methods', '{"toString":1,"hasOwnProperty":2,"valueOf":3,"then":4,"toJSON":5}'],
  [
    'names of methods as settings',
    '{"version":1,"values":{"toString":1,"constructor":2,"hasOwnProperty":3}}',
  ],
];

onEveryDatabase('hostile bodies', (kind) => {
  test('are bad requests of every endpoint, answered shortly, and change nothing of the process', async () => {
    const { app, adminSession } = await startWithAdmin(kind);
    const headers = { ...json, ...bearer(adminSession.access_token) };
    for (const [name, body] of bodies) {
      for (const [method, path] of [
        ['POST', '/api/login/'],
        ['POST', '/api/register/'],
        ['POST', '/api/refresh/'],
        ['POST', '/api/password-reset/confirm/'],
        ['POST', '/api/me/password/'],
        ['PATCH', '/api/admin/settings/'],
        ['PATCH', '/api/admin/accounts/1/'],
        ['PUT', '/api/me/'],
      ] as const) {
        const answer = await app.send(method, path, { body, headers });
        // The own account may be sent back as it was received, with whatever `id`.
        const isIgnored = name === 'a deep field' && answer.status === 200;
        if (!isIgnored) expectProblem(answer, 400, 'invalid_request');
        expect(answer.text.length, `${name} to ${path}`).toBeLessThan(4_096);
      }
    }
    expect({}).not.toHaveProperty('polluted');
    expect((await app.get('/health/ready')).status).toBe(200);
  });

  test('names like those of the prototype are names like any other where names are free', async () => {
    const { app, call } = await startWithAdmin(kind);
    for (const username of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      const answer = await call('PATCH', '/api/me/', { username });
      expect([answer.status, answer.body.username]).toEqual([200, username]);
    }
    const key = { 'idempotency-key': '__proto____proto__' };
    const { refresh_token } = await app.login('admin@example.com', 'the password of the admin');
    const first = await app.post('/api/refresh/', { refresh_token }, key);
    expect(first.status).toBe(200);
    const registered = await app.post('/api/register/', {
      email: '__proto__@example.com',
      password: 'a password',
    });
    expect(registered.status).toBe(201);
    expect((await app.login('__proto__@example.com', 'a password')).refresh_token).toBeDefined();
  });

  test('forms and queries with such names name them as unknown', async () => {
    const { app, call } = await startWithAdmin(kind);
    const text =
      '__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__=1&email=a@b.co&password=x';
    const answer = await app.post('/api/login/', text, form);
    expectProblem(answer, 400, 'invalid_request');
    const listed = await call('GET', `/api/admin/accounts/?${text}`);
    expectProblem(listed, 400, 'invalid_request');
    expect({}).not.toHaveProperty('polluted');
  });

  test('a NUL in an address is a bad request that names the part, and half a character is no fault of ours', async () => {
    const { call } = await startWithAdmin(kind);
    const paths = (text: string) =>
      [
        ['GET', `/api/admin/accounts/?q=${text}`, 'q'],
        ['GET', `/api/admin/accounts/?cursor=${text}`, 'cursor'],
        ['GET', `/api/admin/audit/?event=${text}`, 'event'],
        ['GET', `/api/admin/accounts/${text}/`, 'id'],
        ['DELETE', `/api/me/sessions/${text}/`, 'id'],
        ['DELETE', `/api/admin/sessions/${text}/`, 'id'],
      ] as const;
    for (const [method, path, field] of [...paths('%00'), ...paths('a%00b')])
      expectFields(await call(method, path), field);
    const cursor = Buffer.from('1 \0').toString('base64url');
    for (const list of [
      'me/sessions',
      'admin/accounts',
      'admin/sessions',
      'admin/audit',
      'admin/settings/history',
    ])
      expectFields(await call('GET', `/api/${list}/?cursor=${cursor}`), 'cursor');
    for (const list of ['admin/accounts', 'admin/audit']) {
      for (const id of ['x', '1.5', '1e400', '9'.repeat(30)]) {
        const noNumber = Buffer.from(`1 ${id}`).toString('base64url');
        expectFields(await call('GET', `/api/${list}/?cursor=${noNumber}`), 'cursor');
      }
    }
    for (const [method, path] of paths('%ED%A0%80'))
      expect((await call(method, path)).status).toBeLessThan(500);
  });
});

describe('messages about fields', () => {
  test('are few, however many fields are wrong', async () => {
    const { app } = await startWithAdmin('SQLite');
    const answer = await app.post('/api/login/', manyKeys(), json);
    expect(Object.keys(answer.body.errors)).toHaveLength(20);
  });
});
