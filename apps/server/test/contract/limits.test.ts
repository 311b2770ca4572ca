import { expect, test } from 'vitest';
import type { TestApp } from '../support/app.ts';
import {
  attemptLogin,
  changeSettings,
  exhaust,
  rightPassword,
  startLimited,
  stranger,
} from '../support/attempts.ts';
import { bearer, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';

const retryAfter = ({ headers }: Answer): number => Number(headers['retry-after']);

onEveryDatabase('limits on failed logins', (kind) => {
  test('after so many failures further ones are refused, and told when to come back', async () => {
    const app = await startLimited(kind);
    await app.register();
    expect(await exhaust(app, stranger)).toBe(5);
    const refused = await attemptLogin(app, stranger);
    expectProblem(refused, 429, 'too_many_requests');
    const seconds = retryAfter(refused);
    // A fifth of ten minutes, less what this test has taken so far.
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(120);
    expect(refused.headers['ratelimit-policy']).toBe('"login-account";q=5;w=600');
    expect(refused.headers['ratelimit']).toBe(`"login-account";r=0;t=${seconds}`);
    expect(refused.body.detail).toMatch(/^Try again in .*(minute|second)/);
  });

  test('Retry-After is true: before it nobody gets in, after it one attempt does, and no second one', async () => {
    const app = await startLimited(kind);
    await app.register();
    await exhaust(app, stranger);
    app.clock.advance(retryAfter(await attemptLogin(app, stranger)) - 20);
    const soon = await attemptLogin(app, stranger);
    expect(soon.status).toBe(429);
    app.clock.advance(retryAfter(soon));
    expectProblem(await attemptLogin(app, stranger), 401, 'invalid_credentials');
    expect((await attemptLogin(app, stranger)).status).toBe(429);
    app.clock.advance(6_000);
    expect(await exhaust(app, stranger), 'after a long time all of them, and no more').toBe(5);
  });

  test('a success counts for nothing', async () => {
    const app = await startLimited(kind, {
      LOGIN_FAILURES_PER_ACCOUNT: '1',
      LOGIN_FAILURES_PER_ADDRESS: '1',
    });
    await app.register();
    for (let i = 0; i < 4; i += 1)
      expect((await attemptLogin(app, stranger, rightPassword)).status).toBe(200);
    expect(await exhaust(app, stranger)).toBe(1);
  });

  test('an unknown address is limited exactly like a known one: nothing tells them apart', async () => {
    const app = await startLimited(kind, { ATTEMPT_WINDOW: '1d' });
    await app.register();
    const answersFor = async (email: string, address: string): Promise<unknown[]> => {
      const answers: unknown[] = [];
      for (let i = 0; i < 8; i += 1) {
        const { status, text, headers } = await attemptLogin(app, address, { email });
        const wait = Math.round(Number(headers['retry-after'] ?? 0) / 600);
        // What differs between any two answers: the time, and the request id.
        const same = text.replace(/Try again in [^"]*\./, '');
        const names = Object.keys(headers).sort();
        answers.push({ status, same, wait, names, policy: headers['ratelimit-policy'] });
      }
      return answers;
    };
    const known = await answersFor('USER@example.com', '203.0.113.1');
    expect(known.map((answer) => (answer as Answer).status)).toEqual([
      401, 401, 401, 401, 401, 429, 429, 429,
    ]);
    expect(await answersFor('Nobody@example.com', '203.0.113.2')).toEqual(known);
  });

  test('the right password is refused like a wrong one while the stranger is limited', async () => {
    const app = await startLimited(kind, { ATTEMPT_WINDOW: '1d' });
    await app.register();
    await exhaust(app, stranger);
    const wrong = await attemptLogin(app, stranger);
    const right = await attemptLogin(app, stranger, rightPassword);
    expectProblem(right, 429, 'too_many_requests');
    expect(Object.keys(right.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    expect(Object.keys(right.body)).toEqual(Object.keys(wrong.body));
    expect(right.headers['set-cookie']).toBeUndefined();
  });

  test('spellings of one address are one account', async () => {
    const app = await startLimited(kind);
    await exhaust(app, stranger, { email: 'user@example.com' });
    expect((await attemptLogin(app, stranger, { email: ' USER@Example.COM ' })).status).toBe(429);
    expect((await attemptLogin(app, stranger, { email: 'other@example.com' })).status).toBe(401);
  });

  test('a limit of 0 is none, and a change holds at once', async () => {
    const app = await startLimited(kind);
    const other = await app.another();
    await app.register();
    await exhaust(app, stranger);
    await changeSettings(app, { LOGIN_FAILURES_PER_ACCOUNT: 0, LOGIN_FAILURES_PER_ADDRESS: 0 });
    for (let i = 0; i < 20; i += 1) expect((await attemptLogin(app, stranger)).status).toBe(401);
    await changeSettings(app, { LOGIN_FAILURES_PER_ACCOUNT: null, LOGIN_FAILURES_PER_ADDRESS: 1 });
    await other.service.services.settings.refresh();
    await attemptLogin(app, '203.0.113.9', { email: 'another@example.com' });
    const refused = await attemptLogin(other, '203.0.113.9', { email: 'third@example.com' });
    expect(refused.headers['ratelimit-policy']).toBe('"login-address";q=1;w=600');
  });

  test('a shorter window does not keep anybody for as long as the one before', async () => {
    const app = await startLimited(kind, { ATTEMPT_WINDOW: '1d' });
    await exhaust(app, stranger);
    await changeSettings(app, { ATTEMPT_WINDOW: '1m' });
    expect((await attemptLogin(app, stranger)).status).toBe(401);
  });

  test('a clock that is set back an hour keeps nobody out for an hour', async () => {
    const app = await startLimited(kind);
    await exhaust(app, stranger);
    app.clock.advance(-3_600);
    expect((await attemptLogin(app, stranger)).status).toBe(401);
  });
});

onEveryDatabase('limits on an address', (kind) => {
  async function fillAddress(app: TestApp, address: string): Promise<number> {
    for (let n = 0; n < 40; n += 1) {
      const { status } = await attemptLogin(app, address, { email: `${n}@example.com` });
      if (status === 429) return n;
    }
    throw new Error('the address was not refused');
  }

  test('hold over all accounts together, and name themselves', async () => {
    const app = await startLimited(kind);
    expect(await fillAddress(app, stranger)).toBe(12);
    const refused = await attemptLogin(app, stranger, { email: 'fresh@example.com' });
    expect(refused.headers['ratelimit-policy']).toBe('"login-address";q=12;w=600');
    expect((await attemptLogin(app, '203.0.113.67', { email: 'fresh@example.com' })).status).toBe(401);
  });

  test('IPv6 counts by /64, and IPv4 in IPv6 as itself', async () => {
    const app = await startLimited(kind);
    await fillAddress(app, '2001:db8:1:2::1');
    const email = 'fresh@example.com';
    expect((await attemptLogin(app, '2001:DB8:1:2:ffff::9', { email })).status).toBe(429);
    expect((await attemptLogin(app, '2001:db8:1:3::1', { email })).status).toBe(401);
    await fillAddress(app, '203.0.113.5');
    expect((await attemptLogin(app, '::ffff:203.0.113.5', { email })).status).toBe(429);
    expect((await attemptLogin(app, '::ffff:203.0.113.6', { email })).status).toBe(401);
  });

  test('count the connection, whatever a header claims, where no proxy is trusted', async () => {
    const app = await startLimited(kind, { TRUST_PROXY: '' });
    for (let n = 0; n < 12; n += 1) await attemptLogin(app, `203.0.113.${n}`, { email: `${n}@example.com` });
    expect((await attemptLogin(app, '198.51.100.1', { email: 'fresh@example.com' })).status).toBe(429);
  });

  test('stop no session of the address: it refreshes, reads and logs out', async () => {
    const app = await startLimited(kind);
    await app.register();
    const { access_token, refresh_token } = (await attemptLogin(app, stranger, rightPassword)).body;
    await fillAddress(app, stranger);
    const from = { 'x-forwarded-for': stranger };
    const me = await app.send('GET', '/api/me/', { headers: { ...from, ...bearer(access_token) } });
    expect(me.status).toBe(200);
    const refreshed = await app.post('/api/refresh/', { refresh_token }, from);
    expect(refreshed.status).toBe(200);
    const last = { refresh_token: refreshed.body.refresh_token };
    expect((await app.post('/api/logout/', last, from)).status).toBe(200);
  });

  test('count registrations and addresses found to be taken', async () => {
    const app = await startLimited(kind, { REGISTRATIONS_PER_ADDRESS: '3' });
    const register = (email: string, address = stranger): Promise<Answer> =>
      app.post('/api/register/', { email, password: 'password' }, { 'x-forwarded-for': address });
    expect((await register('1@example.com')).status).toBe(201);
    expectFields(await register('no address'), 'email');
    expectProblem(await register('1@example.com'), 400, 'email_taken');
    expect((await register('2@example.com')).status).toBe(201);
    const refused = await register('3@example.com');
    expectProblem(refused, 429, 'too_many_requests');
    expect(refused.headers['ratelimit-policy']).toBe('"registration-address";q=3;w=600');
    expect((await register('1@example.com')).status).toBe(429);
    expect((await register('3@example.com', '203.0.113.67')).status).toBe(201);
  });

  test('let nobody find out by PUT me what registering does not tell', async () => {
    const app = await startLimited(kind, { REGISTRATIONS_PER_ADDRESS: '4' });
    await app.register('taken@example.com');
    await app.register();
    const { access_token } = await app.login();
    const take = (email: string): Promise<Answer> => app.put('/api/me/', { email }, access_token);
    for (let i = 0; i < 2; i += 1) expectProblem(await take('taken@example.com'), 400, 'email_taken');
    expectProblem(await take('taken@example.com'), 429, 'too_many_requests');
    expect((await app.put('/api/me/', { username: 'x' }, access_token)).status).toBe(200);
  });

  test('count links that are not valid, for a reset and for the first admin together', async () => {
    const app = await startLimited(kind, { LINK_FAILURES_PER_ADDRESS: '3' });
    const reset = (): Promise<Answer> =>
      app.post('/api/password-reset/confirm/', { token: 'guessed', new_password: 'a new password' });
    const setUp = (): Promise<Answer> =>
      app.post('/api/admin/setup/', { token: 'guessed', email: 'a@example.com', password: 'password' });
    expectProblem(await reset(), 400, 'token_invalid');
    expectProblem(await setUp(), 400, 'token_invalid');
    expectProblem(await reset(), 400, 'token_invalid');
    expectProblem(await reset(), 429, 'too_many_requests');
    expectProblem(await setUp(), 429, 'too_many_requests');
  });

  test('a page of an allowed origin may read the headers', async () => {
    const app = await startLimited(kind, { CORS_ALLOWED_ORIGINS: 'https://app.example.com' });
    const { headers } = await app.send('GET', '/api/', { headers: { origin: 'https://app.example.com' } });
    expect(headers['access-control-expose-headers']).toBe(
      'x-request-id, retry-after, ratelimit, ratelimit-policy',
    );
  });
});
