import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { clearOldEvents } from '../../src/features/audit/index.ts';
import { startWithAdmin } from '../support/admin.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';

onEveryDatabase('the audit trail', (kind) => {
  const database = (app: TestApp) => app.service.database.kysely;
  const count = async (app: TestApp, table: 'audit_events' | 'accounts' | 'sessions'): Promise<number> => {
    const rows = await database(app).selectFrom(table).selectAll().execute();
    return rows.length;
  };

  test('lets nobody change an event, not even with the rights of the service', async () => {
    const { app } = await startWithAdmin(kind);
    const change = sql`update audit_events set event = 'nothing happened'`.execute(database(app));
    await expect(change).rejects.toThrow(/never changed/);
  });

  test('and what it tells are kept together, or not at all', async () => {
    const { app, call, adminSession } = await startWithAdmin(kind);
    await app.register();
    const before = { accounts: await count(app, 'accounts'), sessions: await count(app, 'sessions') };
    // From now on nothing can be recorded.
    await sql`alter table audit_events rename to audit_events_away`.execute(database(app));
    const credentials = { email: 'other@example.com', password: 'a password like any other' };
    expect((await app.post('/api/register/', credentials)).status).toBe(500);
    expect(
      (await app.post('/api/login/', { email: 'user@example.com', password: 'correct horse battery' }))
        .status,
    ).toBe(500);
    expect((await app.logout(adminSession.refresh_token)).status).toBe(500);
    const change = { version: 0, values: { ACCESS_TOKEN_LIFETIME: 60 } };
    expect((await call('PATCH', '/api/admin/settings/', change)).status).toBe(500);
    expect((await call('PATCH', '/api/admin/accounts/2/', { is_active: false })).status).toBe(500);
    expect((await call('DELETE', '/api/admin/accounts/2/')).status).toBe(500);
    await sql`alter table audit_events_away rename to audit_events`.execute(database(app));

    expect({ accounts: await count(app, 'accounts'), sessions: await count(app, 'sessions') }).toEqual(
      before,
    );
    expect((await app.refresh(adminSession.refresh_token)).status).toBe(200);
    expect((await call('GET', '/api/admin/settings/')).body).toMatchObject({ version: 0 });
    await app.login();
  });

  test('a session that was ended for reuse has exactly one event, however many came with old tokens', async () => {
    const { app } = await startWithAdmin(kind);
    await app.register();
    const { refresh_token } = await app.login();
    await app.refresh(refresh_token);
    app.clock.advance(20);
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.refresh(refresh_token)));
    expect(answers.map(({ body }) => body.code)).toContain('refresh_token_reused');
    const again = await app.login('admin@example.com', 'the password of the admin');
    const { body } = await app.get('/api/admin/audit/?event=refresh.reused', again.access_token);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ account: { id: 2 } });
  });

  test('is cleared of what is older than AUDIT_RETENTION, in batches, and of nothing else', async () => {
    const { app } = await startWithAdmin(kind, { environment: { AUDIT_RETENTION: '1d' } });
    for (let i = 0; i < 600; i += 1) {
      await database(app)
        .insertInto('audit_events')
        .values({
          at: 1_000 + i,
          event: 'logout',
          source: 'api',
          details: '{}',
          account_id: null,
          actor_id: null,
          session_id: null,
          address: null,
          request_id: null,
        })
        .execute();
    }
    const kept = (await count(app, 'audit_events')) - 600;
    const { services } = app.service;
    const clear = () => clearOldEvents(services, services.settings.get('AUDIT_RETENTION'));
    expect(await clear()).toEqual({ deleted: 500, wasLast: false });
    expect(await clear()).toEqual({ deleted: 100, wasLast: true });
    expect(await count(app, 'audit_events')).toBe(kept);
  });

  test('failures of logins are told alike for every address, so that their number gives nothing away', async () => {
    const app = await startApp(kind);
    await app.register();
    for (const email of ['user@example.com', 'nobody@example.com']) {
      expectProblem(await app.post('/api/login/', { email, password: 'wrong' }), 401, 'invalid_credentials');
    }
    const rows = await database(app)
      .selectFrom('audit_events')
      .selectAll()
      .where('event', '=', 'login.failed')
      .execute();
    expect(rows.map(({ account_id }) => account_id)).toEqual([1, null]);
  });
});
