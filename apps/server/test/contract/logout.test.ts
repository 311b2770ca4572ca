import { expect, test } from 'vitest';
import { longLived, startApp, type StartOptions } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';

onEveryDatabase('logging out', (kind) => {
  async function signedIn(options: StartOptions = {}) {
    const app = await startApp(kind, options);
    await app.register();
    return { app, token: (await app.login()).refresh_token };
  }

  const shared = share((atTheEnd) => signedIn({ atTheEnd, environment: longLived }));

  test('answers exactly that, needs no access token, and ends the session', async () => {
    const { app, token } = await signedIn();
    const answer = await app.post(
      '/api/logout/',
      { refresh_token: token },
      { authorization: 'Bearer stale' },
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ success: 'User logged out.' });
    expectProblem(await app.refresh(token), 401, 'session_ended', 'logout');
  });

  test('a token of any generation ends the session: superseded, current, or newer than the row', async () => {
    for (const which of ['superseded', 'current', 'newer'] as const) {
      const { app, token: first } = await signedIn();
      const tokens = [first];
      for (let i = 0; i < 3; i += 1) tokens.push((await app.refresh(tokens.at(-1) ?? '')).body.refresh_token);
      app.clock.advance(3_600);
      if (which === 'newer')
        await app.service.database.kysely.updateTable('sessions').set({ generation: 1 }).execute();
      const presented = which === 'superseded' ? first : (tokens[3] ?? '');
      expect((await app.logout(presented)).status).toBe(200);
      expectProblem(await app.refresh(tokens[3] ?? ''), 401, 'session_ended', 'logout');
    }
  });

  test('a forged token is answered alike and ends nothing', async () => {
    const { app, token } = await signedIn();
    const last = token.endsWith('0') ? '1' : '0';
    expect((await app.logout(token.slice(0, -1) + last)).body).toEqual({ success: 'User logged out.' });
    expect((await app.logout('00000000-0000-0000-0000-000000000000')).status).toBe(200);
    expect((await app.refresh(token)).status).toBe(200);
  });

  test('it touches only the session that it belongs to, and can be repeated', async () => {
    const { app, token } = await signedIn();
    const other = (await app.login()).refresh_token;
    await app.logout(token);
    expect((await app.logout(token)).status).toBe(200);
    expect((await app.refresh(other)).status).toBe(200);
  });

  test.each([[{}], [{ refresh_token: 'nonsense' }], [{ refresh_token: 7 }], [{ refresh_token: '' }]])(
    '%j is a bad request',
    async (body) => {
      const { app } = shared();
      expectFields(await app.post('/api/logout/', body), 'refresh_token');
    },
  );
});
