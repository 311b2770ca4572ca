import { expect, test } from 'vitest';
import { startWithAdmin, type Call } from '../support/admin.ts';
import { longLived } from '../support/app.ts';
import { bearer, defaultPassword } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';
import { share } from '../support/share.ts';

interface AuditItem {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly account: { readonly id: number; readonly email: string | null } | null;
  readonly actor: { readonly id: number; readonly email: string | null } | null;
  readonly source: string;
  readonly session_id: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const newPassword = 'another long password';

async function list(call: Call, query = ''): Promise<AuditItem[]> {
  const answer = await call('GET', `/api/admin/audit/${query}`);
  expect(answer.status).toBe(200);
  return answer.body.items as unknown as AuditItem[];
}

onEveryDatabase('the audit trail', (kind) => {
  const shared = share((atTheEnd) => startWithAdmin(kind, { atTheEnd, environment: longLived }));

  /** One account, id 2, that lives a whole life. @returns its events, oldest first, as the admin sees them. */
  async function wholeLife() {
    const { app, call } = await startWithAdmin(kind);
    const user = await app.register();
    await app.post('/api/login/', { email: user.email, password: 'wrong password' });
    const { refresh_token } = await app.login();
    const { body: next } = await app.refresh(refresh_token);
    await app.put('/api/me/', { username: 'New Name', email: 'new@example.com' }, next.access_token);
    await app.post(
      '/api/me/password/',
      { current_password: defaultPassword, new_password: newPassword },
      bearer(next.access_token),
    );
    app.clock.advance(20);
    await app.refresh(refresh_token);
    const again = await app.login('new@example.com', newPassword);
    await app.logout(again.refresh_token);
    const last = await app.login('new@example.com', newPassword);
    await app.send('DELETE', '/api/me/', {
      body: { current_password: newPassword },
      headers: bearer(last.access_token),
    });
    return { app, call, events: (await list(call, '?account=2&limit=200')).reverse() };
  }

  test('has every event of an account, in order, each with address and request id', async () => {
    const { events } = await wholeLife();
    expect(events.map(({ event }) => event)).toEqual([
      'account.registered',
      'login.failed',
      'login.succeeded',
      'account.changed',
      'password.changed',
      'refresh.reused',
      'login.succeeded',
      'logout',
      'login.succeeded',
      'account.deleted',
    ]);
    for (const event of events) {
      expect(event).toMatchObject({ source: 'api', address: '127.0.0.1' });
      expect(event.request_id).toMatch(/^[\w-]+$/);
    }
    const [, failed, , changed] = events;
    expect(failed?.details).toEqual({ reason: 'wrong password' });
    expect(changed?.details).toEqual({ fields: ['email', 'username'] });
  });

  test('keeps the id of an account that is gone, and nothing that names its owner', async () => {
    const { call, events } = await wholeLife();
    expect(events.every(({ account }) => account?.id === 2 && account.email === null)).toBe(true);
    const everything = JSON.stringify(await list(call, '?limit=200'));
    for (const secret of ['user@example.com', 'new@example.com', 'New Name', defaultPassword, newPassword]) {
      expect(everything).not.toContain(secret);
    }
  });

  test('tells who did it, to whom, from what to what', async () => {
    const { app, call } = await startWithAdmin(kind);
    await app.register();
    await app.login();
    await call('PATCH', '/api/admin/accounts/2/', { is_staff: true });
    await call('PATCH', '/api/admin/accounts/2/', { is_active: false });
    await call('PATCH', '/api/admin/accounts/2/', { is_active: true, is_staff: false });
    await call('PATCH', '/api/admin/settings/', { version: 0, values: { ACCESS_TOKEN_LIFETIME: 60 } });
    await call('POST', '/api/admin/accounts/2/reset-link/', {});
    await call('DELETE', '/api/admin/accounts/2/');
    const events = (await list(call, '?actor=1')).reverse();
    expect(events.map(({ event, details }) => [event, details])).toEqual([
      ['account.changed', { fields: [], is_staff: true }],
      ['account.disabled', { sessions_ended: 1 }],
      ['account.changed', { fields: [], is_staff: false }],
      ['account.enabled', {}],
      ['settings.changed', { version: 1, changes: [{ name: 'ACCESS_TOKEN_LIFETIME', from: null, to: 60 }] }],
      ['password.reset_link_made', {}],
      ['account.deleted', {}],
    ]);
    expect(events.every(({ actor }) => actor?.email === 'admin@example.com')).toBe(true);
  });

  test('what changes nothing is no event', async () => {
    const { app, call } = await startWithAdmin(kind);
    await app.register();
    const { access_token } = await app.login();
    const { body: me } = await app.get('/api/me/', access_token);
    expect((await app.put('/api/me/', { ...me }, access_token)).status).toBe(200);
    await call('PATCH', '/api/admin/accounts/2/', {
      email: me.email,
      username: me.username,
      is_active: true,
    });
    expect(await list(call, '?account=2&event=account.changed')).toEqual([]);
    await app.put('/api/me/', { ...me, username: 'New' }, access_token);
    const [changed] = await list(call, '?account=2&event=account.changed');
    expect(changed?.details).toEqual({ fields: ['username'] });
  });

  test('what the command line does is told as such', async () => {
    const { app, call } = await startWithAdmin(kind);
    await app.register();
    await operate(app).resetPassword('user@example.com', newPassword);
    const [latest] = await list(call, '?account=2');
    expect(latest).toMatchObject({ event: 'password.reset', source: 'command line', actor: null });
    expect(latest).toMatchObject({ address: null, request_id: null });
  });

  test('can be filtered by event, account, actor, address and time, and comes in pages', async () => {
    const { app } = await startWithAdmin(kind);
    await app.register();
    app.clock.advance(1);
    const begin = new Date(app.clock.now()).toISOString();
    app.clock.advance(3_600);
    for (let i = 0; i < 5; i += 1) await app.login();
    const end = new Date(app.clock.now() + 1_000).toISOString();
    const admin = await app.login('admin@example.com', 'the password of the admin');
    const now = (query: string): Promise<AuditItem[]> =>
      list(
        (method, path, body) => app.send(method, path, { body, headers: bearer(admin.access_token) }),
        query,
      );
    expect(await now('?event=login.succeeded&account=2')).toHaveLength(5);
    expect(await now(`?account=2&since=${begin}&until=${end}`)).toHaveLength(5);
    expect(await now(`?account=2&until=${begin}`)).toHaveLength(1);
    expect(await now('?address=127.0.0.1&account=2')).toHaveLength(6);
    expect(await now('?address=192.0.2.1')).toEqual([]);
    expect(await now('?actor=2')).toEqual([]);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await app.get(`/api/admin/audit/?account=2&limit=4${cursor}`, admin.access_token);
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  test.each([
    ['event', 'no.such.event'],
    ['account', 'x'],
    ['actor', '-1'],
    ['since', 'yesterday'],
    ['until', '2026-02-30'],
    ['limit', '0'],
    ['cursor', 'nonsense'],
    ['nothing', '1'],
  ])('a bad filter by %s is named', async (field, value) => {
    const { call } = shared();
    expectFields(await call('GET', `/api/admin/audit/?${field}=${value}`), field);
  });

  test('lists the names of its events', async () => {
    const { call } = shared();
    const { body } = await call('GET', '/api/admin/audit/events/');
    expect((body as unknown as { events: string[] }).events).toContain('refresh.reused');
  });
});
