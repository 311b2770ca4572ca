import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { bearer, defaultEmail, defaultPassword } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { createGatedHasher } from '../support/gated-hasher.ts';
import { operate } from '../support/operate.ts';

const newPassword = 'a wholly different one';

onEveryDatabase('a login that waits in the hash queue', (kind) => {
  async function liveSessions(app: TestApp): Promise<number> {
    const rows = await app.service.database.kysely
      .selectFrom('sessions')
      .select('id')
      .where('ended_at', 'is', null)
      .execute();
    return rows.length;
  }

  /** A login whose password has been found right, and which has not begun its session yet. */
  async function waitingLogin() {
    const hasher = createGatedHasher();
    const app = await startApp(kind, { hasher });
    await app.register();
    const other = await app.another({ hasher: createGatedHasher() });
    const arrived = hasher.hold('verify');
    const login = app.post('/api/login/', { email: defaultEmail, password: defaultPassword });
    await arrived;
    return { app, other, finish: () => (hasher.release(), login) };
  }

  test('gets no session when the password is reset meanwhile', async () => {
    const { app, other, finish } = await waitingLogin();
    await operate(other).resetPassword(defaultEmail, newPassword);
    expectProblem(await finish(), 401, 'invalid_credentials');
    expect(await liveSessions(app)).toBe(0);
  });

  test('gets no session when the owner changes the password meanwhile', async () => {
    const { app, other, finish } = await waitingLogin();
    const { access_token } = await other.login();
    const change = { current_password: defaultPassword, new_password: newPassword };
    expect((await other.post('/api/me/password/', change, bearer(access_token))).status).toBe(200);
    expectProblem(await finish(), 401, 'invalid_credentials');
    expect(await liveSessions(app)).toBe(1);
  });

  test('gets no session when the account is disabled meanwhile, not even if it is enabled again', async () => {
    const { app, other, finish } = await waitingLogin();
    await operate(other).setActive(defaultEmail, false);
    await operate(other).setActive(defaultEmail, true);
    expectProblem(await finish(), 401, 'invalid_credentials');
    expect(await liveSessions(app)).toBe(0);
  });

  test('gets no session when the account is deleted meanwhile', async () => {
    const { app, other, finish } = await waitingLogin();
    const { access_token } = await other.login();
    const options = { body: { current_password: defaultPassword }, headers: bearer(access_token) };
    expect((await other.send('DELETE', '/api/me/', options)).status).toBe(204);
    expectProblem(await finish(), 401, 'invalid_credentials');
    expect(await liveSessions(app)).toBe(0);
  });

  test('does not bring the old password back with its rehash', async () => {
    const hasher = createGatedHasher(undefined, () => true);
    const app = await startApp(kind, { hasher });
    const other = await app.another({ hasher: createGatedHasher() });
    await other.register();
    const arrived = hasher.hold('hash');
    const login = app.post('/api/login/', { email: defaultEmail, password: defaultPassword });
    await arrived;
    await operate(other).resetPassword(defaultEmail, newPassword);
    hasher.release();
    expectProblem(await login, 401, 'invalid_credentials');
    expectProblem(
      await other.post('/api/login/', { email: defaultEmail, password: defaultPassword }),
      401,
      'invalid_credentials',
    );
    await other.login(defaultEmail, newPassword);
  });

  test('a password change that waited is refused when the password was reset meanwhile', async () => {
    const hasher = createGatedHasher();
    const app = await startApp(kind, { hasher });
    await app.register();
    const { access_token } = await app.login();
    const other = await app.another({ hasher: createGatedHasher() });
    const arrived = hasher.hold('hash');
    const change = { current_password: defaultPassword, new_password: 'the one of the attacker' };
    const changing = app.post('/api/me/password/', change, bearer(access_token));
    await arrived;
    await operate(other).resetPassword(defaultEmail, newPassword);
    hasher.release();
    expect((await changing).status).toBe(400);
    await other.login(defaultEmail, newPassword);
  });
});
