import { expect, test } from 'vitest';
import { adminEmail, adminPassword, callWith, startWithAdmin } from '../support/admin.ts';
import { longLived, type StartOptions } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';

interface Item {
  readonly id: string;
  readonly account: { readonly id: number; readonly email: string };
  readonly ended_at: string | null;
  readonly end_reason: string | null;
}

const path = '/api/admin/sessions/';

onEveryDatabase('sessions, for an admin', (kind) => {
  async function started(options: StartOptions = {}) {
    const { app, call, adminSession } = await startWithAdmin(kind, options);
    const list = async (query = ''): Promise<Item[]> => {
      const answer = await call('GET', `${path}${query}`);
      expect(answer.status).toBe(200);
      return answer.body.items as unknown as Item[];
    };
    await app.register();
    return { app, call, list, adminSession };
  }

  const shared = share((atTheEnd) => started({ atTheEnd, environment: longLived }));

  test('are listed with account, device, address and times', async () => {
    const { app, list } = await started();
    const credentials = { email: 'user@example.com', password: 'correct horse battery' };
    await app.post('/api/login/', credentials, { 'user-agent': 'Browser/1.0' });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    expect((await list())[0]).toEqual({
      id: expect.stringMatching(/./) as string,
      account: { id: 2, email: 'user@example.com' },
      device: 'Browser/1.0',
      address: '127.0.0.1',
      created_at: time,
      last_used_at: time,
      expires_at: time,
      ended_at: null,
      end_reason: null,
    });
  });

  test('can be filtered by account and state, and come in pages', async () => {
    const { app, call, list } = await started();
    const pairs = [await app.login(), await app.login(), await app.login()];
    await app.logout(pairs[0]?.refresh_token ?? '');
    expect(await list('?account=2')).toHaveLength(2);
    expect((await list('?account=2&state=ended')).map(({ end_reason }) => end_reason)).toEqual(['logout']);
    expect(await list('?account=2&state=all')).toHaveLength(3);
    expect(await list('?state=all')).toHaveLength(4);
    expect(await list('?account=99')).toEqual([]);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await call('GET', `${path}?state=all&limit=3${cursor}`);
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(new Set(seen).size).toBe(4);
    expectFields(await call('GET', `${path}?state=dead`), 'state');
    expectFields(await call('GET', `${path}?account=x`), 'account');
  });

  test('that have expired are told as ended, and why', async () => {
    const { app, call } = await started();
    await call('PATCH', '/api/admin/settings/', { version: 0, values: { REFRESH_TOKEN_LIFETIME: 60 } });
    await app.login();
    app.clock.advance(61);
    const { access_token } = await app.login(adminEmail, adminPassword);
    const again = callWith(app, access_token);
    const { body } = await again('GET', `${path}?account=2&state=ended`);
    expect(body.items).toMatchObject([{ end_reason: 'expired' }]);
    expect((await again('GET', `${path}?account=2`)).body.items).toEqual([]);
  });

  test('can be ended one by one', async () => {
    const { app, call, list } = await started();
    const [first, second] = [await app.login(), await app.login()];
    const [newest] = await list('?account=2');
    expect((await call('DELETE', `${path}${newest?.id ?? ''}/`)).status).toBe(204);
    expectProblem(await app.refresh(second.refresh_token), 401, 'session_ended', 'admin');
    expect((await app.refresh(first.refresh_token)).status).toBe(200);
    expectProblem(await call('DELETE', `${path}${newest?.id ?? ''}/`), 404, 'not_found');
    expectProblem(await call('DELETE', `${path}no-such-session/`), 404, 'not_found');
  });

  test('of an account can be ended together', async () => {
    const { app, call, adminSession } = await started();
    const pairs = [await app.login(), await app.login()];
    expect((await call('POST', `${path}end/`, { account: 2 })).body).toEqual({ ended: 2 });
    for (const { refresh_token } of pairs) {
      expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'admin');
    }
    expect((await app.refresh(adminSession.refresh_token)).status).toBe(200);
    expectProblem(await call('POST', `${path}end/`, { account: 99 }), 404, 'not_found');
  });

  test('that began before a moment can be ended, in an incident, and nobody else', async () => {
    const { app, adminSession } = await started();
    const before = await app.login();
    app.clock.advance(3_600);
    const moment = new Date(app.clock.now()).toISOString();
    app.clock.advance(1);
    const after = await app.login();
    const admin = await app.login(adminEmail, adminPassword);
    const call = callWith(app, admin.access_token);
    expect((await call('POST', `${path}end/`, { begun_before: moment })).body).toEqual({ ended: 2 });
    expectProblem(await app.refresh(before.refresh_token), 401, 'session_ended', 'admin');
    expectProblem(await app.refresh(adminSession.refresh_token), 401, 'session_ended', 'admin');
    expect((await app.refresh(after.refresh_token)).status).toBe(200);
  });

  test('can all be ended, those of the admin too', async () => {
    const { app, call, adminSession } = await started();
    for (let i = 0; i < 3; i += 1) await app.login();
    expect((await call('POST', `${path}end/`, { all: true })).body).toEqual({ ended: 4 });
    expectProblem(await app.refresh(adminSession.refresh_token), 401, 'session_ended', 'admin');
    expectProblem(await call('GET', path), 401, 'access_token_invalid');
  });

  test.each([
    {},
    { all: true, account: 2 },
    { all: false },
    { account: 0 },
    { account: '2' },
    { begun_before: 'yesterday' },
    { begun_before: '2026-11-24T10:00:00' },
    { everything: true },
  ])('%j does not say which, and ends none', async (body) => {
    const { call, list } = shared();
    expectProblem(await call('POST', `${path}end/`, body), 400, 'invalid_request');
    expect(await list()).toHaveLength(1);
  });
});
