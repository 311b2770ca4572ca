import { expect, test } from 'vitest';
import {
  attemptLogin,
  eventsOf,
  exhaust,
  loginInBrowser,
  rightPassword,
  startLimited,
  stranger,
} from '../support/attempts.ts';
import { bearer, defaultPassword, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';

const home = '198.51.100.7';
const elsewhere = '192.0.2.44';

onEveryDatabase('an owner whose account a stranger attacks', (kind) => {
  test('gets in from where the account has had a session, as the stranger does not', async () => {
    const app = await startLimited(kind);
    await app.register();
    const { refresh_token } = (await attemptLogin(app, home, rightPassword)).body;
    await app.logout(refresh_token);
    await exhaust(app, stranger);
    expect((await attemptLogin(app, stranger, rightPassword)).status).toBe(429);
    expect((await attemptLogin(app, elsewhere, rightPassword)).status).toBe(429);
    expect((await attemptLogin(app, home, rightPassword)).status).toBe(200);
    expect((await attemptLogin(app, home, rightPassword)).status).toBe(200);
  });

  test('gets in from another address of the same IPv6 network', async () => {
    const app = await startLimited(kind);
    await app.register();
    await attemptLogin(app, '2001:db8:1:2::1', rightPassword);
    await exhaust(app, stranger);
    expect((await attemptLogin(app, '2001:db8:1:2:a:b:c:d', rightPassword)).status).toBe(200);
    expect((await attemptLogin(app, '2001:db8:1:3::1', rightPassword)).status).toBe(429);
  });

  test('gets in from anywhere with the cookie of an earlier login in that browser', async () => {
    const app = await startLimited(kind);
    await app.register();
    const device = await loginInBrowser(app, home);
    await exhaust(app, stranger);
    expect((await attemptLogin(app, elsewhere, { ...rightPassword, device })).status).toBe(200);
    // Also from a network whose own limit is used up, as behind the NAT of an office.
    for (let n = 0; n < 12; n += 1) await attemptLogin(app, elsewhere, { email: `${n}@example.com` });
    expect((await attemptLogin(app, elsewhere, rightPassword)).status).toBe(429);
    expect((await attemptLogin(app, elsewhere, { ...rightPassword, device })).status).toBe(200);
  });

  test('a stolen cookie and a shared network give a few guesses more, and no end of them', async () => {
    const app = await startLimited(kind, {
      LOGIN_FAILURES_PER_ACCOUNT: '10',
      LOGIN_FAILURES_PER_ADDRESS: '0',
    });
    await app.register();
    const device = await loginInBrowser(app, home);
    expect(await exhaust(app, stranger)).toBe(10);
    expect(await exhaust(app, elsewhere, { device })).toBe(2);
    expect((await attemptLogin(app, stranger, { device, ...rightPassword })).status).toBe(429);
    expect(await exhaust(app, home)).toBe(2);
  });

  test('a forged, foreign or altered cookie is worth nothing', async () => {
    const app = await startLimited(kind);
    await app.register();
    await app.register('thief@example.com');
    const own = await loginInBrowser(app, home);
    const foreign = await loginInBrowser(app, elsewhere, { email: 'thief@example.com' });
    await exhaust(app, stranger);
    const [id = '', proof = ''] = own.split('.');
    const [otherId = ''] = foreign.split('.');
    const forged = [
      '',
      'nonsense',
      id,
      `${id}.`,
      `${otherId}.${proof}`,
      `${id}.${'A'.repeat(43)}`,
      foreign,
      `${own}A`,
    ];
    for (const device of forged)
      expect((await attemptLogin(app, '192.0.2.99', { ...rightPassword, device })).status, device).toBe(429);
    expect((await attemptLogin(app, '192.0.2.99', { ...rightPassword, device: own })).status).toBe(200);
  });

  test('the cookie opens nothing by itself, and stays the same device at the next login', async () => {
    const app = await startLimited(kind);
    await app.register();
    const device = await loginInBrowser(app, home);
    expectProblem(await attemptLogin(app, home, { device }), 401, 'invalid_credentials');
    expect(await loginInBrowser(app, elsewhere, { device })).toBe(device);
    expect(await loginInBrowser(app, elsewhere)).not.toBe(device);
  });

  test('a login whose tokens are in the body sets no cookie', async () => {
    const app = await startLimited(kind);
    await app.register();
    expect((await attemptLogin(app, home, rightPassword)).headers['set-cookie']).toBeUndefined();
  });

  test('a new secret key knows the cookies of the one before', async () => {
    const app = await startLimited(kind, { SECRET_KEY: 'the secret key of the first days' });
    await app.register();
    const device = await loginInBrowser(app, home);
    await app.stop();
    const next = await app.another({
      environment: {
        SECRET_KEY: 'the secret key of today',
        SECRET_KEY_FALLBACKS: 'the secret key of the first days',
      },
    });
    await exhaust(next, stranger);
    expect((await attemptLogin(next, elsewhere, { ...rightPassword, device })).status).toBe(200);
  });

  test('a wrong current password is a failed login of the account, and the session has a lane of its own', async () => {
    const app = await startLimited(kind, {
      LOGIN_FAILURES_PER_ACCOUNT: '10',
      LOGIN_FAILURES_PER_ADDRESS: '0',
    });
    await app.register();
    const { access_token } = (await attemptLogin(app, home, rightPassword)).body;
    const change = (current_password: string): Promise<Answer> =>
      app.post(
        '/api/me/password/',
        { current_password, new_password: defaultPassword },
        bearer(access_token),
      );
    for (let i = 0; i < 4; i += 1) expectFields(await change('a wrong one'), 'current_password');
    expect(await exhaust(app, stranger), 'what is left of ten').toBe(6);
    expectFields(await change('a wrong one'), 'current_password');
    expect((await change(defaultPassword)).status).toBe(200);
    expectFields(await change('a wrong one'), 'current_password');
    expectProblem(await change('a wrong one'), 429, 'too_many_requests');
    expectProblem(await change(defaultPassword), 429, 'too_many_requests');
    const remove = { body: { current_password: defaultPassword }, headers: bearer(access_token) };
    expectProblem(await app.send('DELETE', '/api/me/', remove), 429, 'too_many_requests');
  });
});

onEveryDatabase('the audit trail of limits', (kind) => {
  test('tells once a window whom a limit begins to refuse, however many requests are refused', async () => {
    const app = await startLimited(kind);
    const other = await app.another();
    const { id } = await app.register();
    await exhaust(app, stranger);
    for (let i = 0; i < 5; i += 1)
      await Promise.all([attemptLogin(app, stranger), attemptLogin(other, stranger)]);
    const event = {
      accountId: id,
      address: stranger,
      details: { limit: 'login-account', attempts: 5, seconds: 600 },
    };
    expect(await eventsOf(app, 'limit.reached')).toEqual([event]);
    app.clock.advance(601);
    await app.service.services.limits.clearOld();
    await exhaust(app, stranger);
    expect(await eventsOf(app, 'limit.reached')).toEqual([event, event]);
  });

  test('tells of an unknown address, and of a network without an account', async () => {
    const app = await startLimited(kind, { LOGIN_FAILURES_PER_ADDRESS: '5' });
    await app.register();
    await exhaust(app, stranger, { email: 'nobody@example.com' });
    const limits = (await eventsOf(app, 'limit.reached')).map(({ accountId, details }) => [
      accountId,
      (details as { limit: string }).limit,
    ]);
    expect(limits.sort()).toEqual([
      [null, 'login-account'],
      [null, 'login-address'],
    ]);
  });

  test('tells of an address that forges refresh tokens, which are refused as ever', async () => {
    const app = await startLimited(kind, { FORGED_TOKENS_PER_ADDRESS: '3' });
    await app.register();
    const { refresh_token } = await app.login();
    const forged = refresh_token.replace(/.{4}$/, (end) => (end === '0000' ? '1111' : '0000'));
    for (let i = 0; i < 6; i += 1) expectProblem(await app.refresh(forged), 401, 'refresh_token_unknown');
    expect((await eventsOf(app, 'limit.reached')).map(({ details }) => details)).toEqual([
      { limit: 'forged-token-address', attempts: 3, seconds: 600 },
    ]);
    expect((await app.refresh(refresh_token)).status).toBe(200);
  });

  test('what counts no more is deleted, and what counts stays', async () => {
    const app = await startLimited(kind);
    const rows = async (): Promise<number> =>
      (await app.service.database.kysely.selectFrom('attempts').select('key').execute()).length;
    const { limits } = app.service.services;
    await attemptLogin(app, stranger, { email: 'first@example.com' });
    app.clock.advance(100);
    await attemptLogin(app, elsewhere, { email: 'second@example.com' });
    expect(await rows()).toBe(4);
    expect((await limits.clearOld()).deleted).toBe(1);
    app.clock.advance(21);
    expect(await limits.clearOld()).toEqual({ deleted: 1, wasLast: true });
    // Who was reported is remembered for a window, or would be reported again too soon.
    for (let i = 0; i < 5; i += 1) await attemptLogin(app, stranger, { email: 'third@example.com' });
    app.clock.advance(100);
    expect((await attemptLogin(app, stranger, { email: 'third@example.com' })).status).toBe(429);
    app.clock.advance(550);
    expect((await limits.clearOld()).deleted).toBe(3);
    expect(await rows()).toBe(1);
    app.clock.advance(100);
    expect((await limits.clearOld()).deleted).toBe(1);
    expect(await rows()).toBe(0);
  });
});
