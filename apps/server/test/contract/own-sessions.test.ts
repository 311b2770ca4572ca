import { expect, test } from 'vitest';
import { longLived, startApp, type StartOptions, type TestApp } from '../support/app.ts';
import { bearer, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';
import { decodeToken } from '../support/tokens.ts';

onEveryDatabase('own sessions', (kind) => {
  async function signedIn(options: StartOptions = {}) {
    const app = await startApp(kind, options);
    await app.register();
    const { access_token, refresh_token } = await app.login();
    return { app, access: access_token, token: refresh_token };
  }

  const shared = share((atTheEnd) => signedIn({ atTheEnd, environment: longLived }));

  function remove(app: TestApp, path: string, access: string, body?: unknown): Promise<Answer> {
    return app.send('DELETE', path, { headers: bearer(access), ...(body !== undefined && { body }) });
  }

  test('are listed with device, address and times, and which one asks', async () => {
    const { app, access } = await signedIn();
    const credentials = { email: 'user@example.com', password: 'correct horse battery' };
    await app.post('/api/login/', credentials, { 'user-agent': 'Browser/1.0' });
    const { items, next } = (await app.get('/api/me/sessions/', access)).body;
    expect(next).toBeNull();
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ device: 'Browser/1.0', address: '127.0.0.1', current: false });
    expect(items[1]).toMatchObject({ id: decodeToken(access).claims['sid'], current: true });
    const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
    expect(items[0]).toMatchObject({
      created_at: expect.stringMatching(time) as string,
      last_used_at: expect.stringMatching(time) as string,
      expires_at: expect.stringMatching(time) as string,
    });
  });

  test("a session's public id is not part of its token", async () => {
    const { access, token } = await signedIn();
    const sid = Buffer.from(String(decodeToken(access).claims['sid']), 'base64url').toString('hex');
    expect(token.replaceAll('-', '')).not.toContain(sid.slice(0, 8));
  });

  test('come in pages that neither repeat nor lose one', async () => {
    const { app, access } = await signedIn();
    for (let i = 0; i < 6; i += 1) await app.login();
    const ids: string[] = [];
    for (let cursor = ''; ;) {
      const { items, next } = (await app.get(`/api/me/sessions/?limit=3${cursor}`, access)).body;
      ids.push(...items.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
  });

  test.each(['limit=0', 'limit=201', 'limit=x', 'limit=-1', 'cursor=nonsense', 'x=1'])(
    '?%s is a bad request',
    async (query) => {
      const { app, access } = shared();
      expectFields(await app.get(`/api/me/sessions/?${query}`, access), query.split('=')[0] ?? '');
    },
  );

  test('one can be ended; that of somebody else cannot', async () => {
    const { app, access } = await signedIn();
    const other = await app.login();
    const id = String(decodeToken(other.access_token).claims['sid']);
    expect((await remove(app, `/api/me/sessions/${id}/`, access)).status).toBe(204);
    expectProblem(await app.refresh(other.refresh_token), 401, 'session_ended', 'logout');
    expectProblem(await remove(app, `/api/me/sessions/${id}/`, access), 404, 'not_found');

    await app.register('other@example.com');
    const stranger = await app.login('other@example.com');
    const foreign = String(decodeToken(stranger.access_token).claims['sid']);
    expectProblem(await remove(app, `/api/me/sessions/${foreign}/`, access), 404, 'not_found');
    expect((await app.refresh(stranger.refresh_token)).status).toBe(200);
  });

  test('all others can be ended at once', async () => {
    const { app, access, token } = await signedIn();
    const others = [await app.login(), await app.login()];
    expect((await remove(app, '/api/me/sessions/', access)).status).toBe(204);
    for (const other of others)
      expectProblem(await app.refresh(other.refresh_token), 401, 'session_ended', 'logout');
    expect((await app.refresh(token)).status).toBe(200);
  });

  test('changing the password ends all others, and only the new password works', async () => {
    const { app, access, token } = await signedIn();
    const other = await app.login();
    const change = { current_password: 'correct horse battery', new_password: 'another horse battery' };
    expect((await app.post('/api/me/password/', change, bearer(access))).status).toBe(200);
    expectProblem(await app.refresh(other.refresh_token), 401, 'session_ended', 'password_changed');
    expect((await app.refresh(token)).status).toBe(200);
    const old = { email: 'user@example.com', password: 'correct horse battery' };
    expectProblem(await app.post('/api/login/', old), 401, 'invalid_credentials');
    await app.login('user@example.com', 'another horse battery');
  });

  test('a password change names what is wrong with it and changes nothing', async () => {
    const { app, access } = await signedIn();
    const change = (body: unknown) => app.post('/api/me/password/', body, bearer(access));
    expectFields(await change({}), 'current_password', 'new_password');
    expectFields(
      await change({ current_password: 'wrong', new_password: 'another horse battery' }),
      'current_password',
    );
    expectFields(
      await change({ current_password: 'correct horse battery', new_password: 'short' }),
      'new_password',
    );
    await app.login();
  });

  test('deleting the account takes its sessions with it', async () => {
    const { app, access, token } = await signedIn();
    expectFields(await remove(app, '/api/me/', access, {}), 'current_password');
    expectFields(await remove(app, '/api/me/', access, { current_password: 'wrong' }), 'current_password');
    expect(
      (await remove(app, '/api/me/', access, { current_password: 'correct horse battery' })).status,
    ).toBe(204);
    expectProblem(await app.refresh(token), 401, 'refresh_token_unknown');
    expectProblem(await app.get('/api/me/', access), 401, 'access_token_invalid');
    await app.register();
  });

  test('the last active admin cannot delete the own account', async () => {
    const app = await startApp(kind, {
      environment: { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'correct horse battery' },
    });
    const { access_token } = await app.login('admin@example.com');
    const answer = await remove(app, '/api/me/', access_token, { current_password: 'correct horse battery' });
    expectProblem(answer, 403, 'forbidden');
  });

  test('the export holds everything that is kept about the caller, and no secret', async () => {
    const { app, access, token } = await signedIn();
    const answer = await app.get('/api/me/export/', access);
    expect(answer.body).toMatchObject({ account: { id: 1, email: 'user@example.com', username: '' } });
    const { events } = answer.body as unknown as { events: { event: string; address: string }[] };
    expect(events.map(({ event }) => event)).toEqual(['login.succeeded', 'account.registered']);
    expect(events[0]).toMatchObject({ address: '127.0.0.1' });
    expect(answer.text).not.toContain('argon2');
    expect(answer.text).not.toContain(token.slice(0, 8));
  });

  test('whoever calls without a live session is refused before anything sent is looked at', async () => {
    const { app, access, token } = await signedIn();
    await app.logout(token);
    const calls = [
      ['GET', '/api/me/sessions/?limit=x'],
      ['DELETE', '/api/me/sessions/'],
      ['DELETE', '/api/me/sessions/some-id/'],
      ['POST', '/api/me/password/'],
      ['DELETE', '/api/me/'],
      ['PUT', '/api/me/'],
      ['GET', '/api/me/export/'],
    ] as const;
    for (const [method, path] of calls) {
      expectProblem(await app.send(method, path), 401, 'access_token_missing');
      expectProblem(
        await app.send(method, path, { headers: bearer(access), body: { nonsense: 1 } }),
        401,
        'access_token_invalid',
      );
    }
  });
});
