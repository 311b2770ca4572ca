import { expect, test } from 'vitest';
import { adminEmail, adminPassword, callWith, startWithAdmin } from '../support/admin.ts';
import { longLived, type StartOptions } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';

const path = '/api/admin/accounts/';

onEveryDatabase('accounts, for an admin', (kind) => {
  async function started(options: StartOptions = {}) {
    const { app, call } = await startWithAdmin(kind, options);
    const emails = async (query: string): Promise<string[]> => {
      const answer = await call('GET', `${path}${query}`);
      expect(answer.status).toBe(200);
      return answer.body.items.map((item) => (item as unknown as { email: string }).email);
    };
    return { app, call, emails };
  }

  const shared = share((atTheEnd) => started({ atTheEnd, environment: longLived }));

  test('are listed newest first, and come in pages that neither repeat nor lose one', async () => {
    const { app, call, emails } = await started();
    for (let i = 0; i < 6; i += 1) await app.register(`user-${i}@example.com`);
    expect(await emails('')).toEqual([...[5, 4, 3, 2, 1, 0].map((i) => `user-${i}@example.com`), adminEmail]);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await call('GET', `${path}?limit=3${cursor}`);
      seen.push(...body.items.map((item) => (item as unknown as { email: string }).email));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(await emails(''));
  });

  test('show what there is, and no hash', async () => {
    const { call } = await started();
    const { body, text } = await call('GET', `${path}1/`);
    expect(body).toEqual({
      id: 1,
      email: adminEmail,
      email_verified_at: expect.stringMatching(/Z$/) as string,
      username: '',
      is_active: true,
      is_staff: true,
      created_at: expect.stringMatching(/Z$/) as string,
      live_sessions: 1,
    });
    expect(text).not.toMatch(/argon|hash|password/i);
  });

  test('are found by a part of the address or the name, in any case, or by id', async () => {
    const { call, emails } = await started();
    for (const [email, username] of [
      ['Ada@Example.com', 'Ada Lovelace'],
      ['grace@example.org', 'Grace 100% Hopper'],
      ['under_score@example.org', ''],
    ]) {
      expect((await call('POST', path, { email, username })).status).toBe(201);
    }
    expect(await emails('?q=ADA@ex')).toEqual(['Ada@Example.com']);
    expect(await emails('?q=lovelace')).toEqual(['Ada@Example.com']);
    expect(await emails('?q=%25')).toEqual(['grace@example.org']);
    expect(await emails('?q=r_s')).toEqual(['under_score@example.org']);
    expect(await emails('?q=%27%20or%201=1--')).toEqual([]);
    expect(await emails('?q=3')).toEqual(['grace@example.org']);
    expect(await emails('?q=%20')).toHaveLength(4);
  });

  test('can be filtered by what they may do', async () => {
    const { app, call, emails } = await started();
    await app.register('off@example.com');
    await call('PATCH', `${path}2/`, { is_active: false });
    await app.register('on@example.com');
    expect(await emails('?is_staff=true')).toEqual([adminEmail]);
    expect(await emails('?is_staff=false')).toEqual(['on@example.com', 'off@example.com']);
    expect(await emails('?is_active=false')).toEqual(['off@example.com']);
    expect(await emails('?is_active=true&is_staff=false&q=example')).toEqual(['on@example.com']);
    expectFields(await call('GET', `${path}?is_active=1`), 'is_active');
    expectFields(await call('GET', `${path}?is_staff=yes`), 'is_staff');
    expectFields(await call('GET', `${path}?limit=0`), 'limit');
  });

  test('are made with a password, a name and rights, by the same rules as registration', async () => {
    const { app, call } = await started();
    const given = {
      email: 'new@example.com',
      username: 'New',
      password: 'the password of somebody',
      is_staff: true,
    };
    const made = await call('POST', path, given);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: 2,
      email: given.email,
      username: 'New',
      is_staff: true,
      live_sessions: 0,
    });
    const { access_token } = await app.login(given.email, given.password);
    expect((await callWith(app, access_token)('GET', path)).status).toBe(200);
    expectProblem(await call('POST', path, { email: 'NEW@example.com' }), 400, 'email_taken');
    expectFields(await call('POST', path, { email: 'x', password: 'short' }), 'email', 'password');
    expectFields(await call('POST', path, { email: 'y@example.com', is_superuser: true }), 'is_superuser');
    expectFields(await call('POST', path, {}), 'email');
  });

  test('are changed in what is given, or not at all', async () => {
    const { app, call } = await started();
    await app.register();
    const changed = await call('PATCH', `${path}2/`, { username: 'Ada', email: 'ada@example.com' });
    expect(changed.body).toMatchObject({ username: 'Ada', email: 'ada@example.com', is_active: true });
    expectProblem(
      await call('PATCH', `${path}2/`, { username: 'Eve', email: adminEmail }),
      400,
      'email_taken',
    );
    expectFields(
      await call('PATCH', `${path}2/`, { email: 'nothing', is_active: 'no' }),
      'email',
      'is_active',
    );
    expectFields(await call('PATCH', `${path}2/`, { id: 7 }), 'id');
    expect((await call('PATCH', `${path}2/`, {})).body).toMatchObject({ username: 'Ada' });
  });

  test('that are switched off end their sessions, and can log in again when they are switched on', async () => {
    const { app, call } = await started();
    await app.register();
    const { refresh_token } = await app.login();
    await call('PATCH', `${path}2/`, { is_active: false });
    expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'account_disabled');
    await expect(app.login()).rejects.toThrow();
    await call('PATCH', `${path}2/`, { is_active: true });
    await app.login();
  });

  test('that are deleted are gone with their sessions, and their ids are not used again', async () => {
    const { app, call } = await started();
    await app.register();
    const { refresh_token } = await app.login();
    expect((await call('DELETE', `${path}2/`)).status).toBe(204);
    expectProblem(await call('GET', `${path}2/`), 404, 'not_found');
    expectProblem(await call('DELETE', `${path}2/`), 404, 'not_found');
    expectProblem(await app.refresh(refresh_token), 401, 'refresh_token_unknown');
    expect((await app.register()).id).toBe(3);
  });

  test.each(['0', 'x', '-1', '1.5', '99999999999999999999', "1'--"])(
    'with the id %s there is none',
    async (id) => {
      const { call } = shared();
      for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
        expectProblem(await call(method, `${path}${id}/`, body), 404, 'not_found');
      }
      expectProblem(await call('POST', `${path}${id}/reset-link/`, {}), 404, 'not_found');
    },
  );

  test('the last active admin cannot be switched off, demoted or deleted, not even by himself', async () => {
    const { call } = await started();
    expectProblem(await call('PATCH', `${path}1/`, { is_active: false }), 403, 'forbidden');
    expectProblem(await call('PATCH', `${path}1/`, { is_staff: false, username: 'x' }), 403, 'forbidden');
    expectProblem(await call('DELETE', `${path}1/`), 403, 'forbidden');
    expect((await call('GET', `${path}1/`)).body).toMatchObject({ is_staff: true, username: '' });
  });

  test('of two admins who demote each other at once one stays', async () => {
    const { app, call } = await started();
    const second = { email: 'second@example.com', password: adminPassword, is_staff: true };
    expect((await call('POST', path, second)).status).toBe(201);
    const { access_token } = await app.login(second.email, second.password);
    const other = callWith(app, access_token);
    const statuses = await Promise.all([
      call('PATCH', `${path}2/`, { is_staff: false }),
      other('PATCH', `${path}1/`, { is_active: false }),
    ]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 403]);
    const staying = await app.service.database.kysely
      .selectFrom('accounts')
      .select('id')
      .where('is_staff', '=', 1)
      .where('is_active', '=', 1)
      .execute();
    expect(staying).toHaveLength(1);
  });
});
