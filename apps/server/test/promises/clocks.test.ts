import { describe, expect, test } from 'vitest';
import { createTestClock, startApp, type TestClock } from '../support/app.ts';
import { defaultEmail } from '../support/client.ts';
import { expectProblem } from '../support/expect-problem.ts';

/** The clock of a machine that is wrong, beside a database whose clock is not. */
function wrongClock(hours: number): TestClock {
  return { ...createTestClock(), now: () => Date.now() + hours * 3_600_000, fromDatabase: (time) => time };
}

describe('nodes whose clocks differ by hours', () => {
  test('agree on the grace, on reuse and on when a session began', async () => {
    const environment = { REFRESH_REUSE_GRACE: '2s' };
    const app = await startApp('PostgreSQL', { environment, clock: wrongClock(-2) });
    const other = await app.another({ clock: wrongClock(3) });
    await app.register();
    const first = (await app.login()).refresh_token;
    const second = (await other.refresh(first)).body.refresh_token;
    expect((await app.refresh(first)).body.refresh_token).toBe(second);
    const third = (await app.refresh(second)).body.refresh_token;
    expect((await other.refresh(second)).body.refresh_token).toBe(third);

    const { created_at, rotated_at } = await app.service.database.kysely
      .selectFrom('sessions')
      .select(['created_at', 'rotated_at'])
      .executeTakeFirstOrThrow();
    for (const time of [created_at, rotated_at]) expect(Math.abs(time - Date.now())).toBeLessThan(60_000);

    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expectProblem(await other.refresh(second), 401, 'refresh_token_reused');
    expectProblem(await app.refresh(third), 401, 'session_ended', 'reuse');
  });
});

const hourSeconds = 3_600;

describe('when the clock of the only machine is set', () => {
  test.each([
    ['an hour forward', hourSeconds],
    ['an hour back', -hourSeconds],
  ])('%s, sessions go on, limits lock nobody out and both tokens are good', async (_name, step) => {
    const app = await startApp('SQLite', { environment: { LOGIN_FAILURES_PER_ACCOUNT: '10' } });
    await app.register();
    const first = (await app.login()).refresh_token;
    const idle = (await app.login()).refresh_token;
    const second = (await app.refresh(first)).body.refresh_token;
    const wrong = { email: defaultEmail, password: 'not the right one' };
    for (let i = 0; i < 5; i += 1)
      expectProblem(await app.post('/api/login/', wrong), 401, 'invalid_credentials');

    app.clock.advance(step);
    const { refresh_token: third, access_token } = (await app.refresh(second)).body;
    expect((await app.get('/api/me/', access_token)).status).toBe(200);
    expect((await app.refresh(idle)).status).toBe(200);
    const again = await app.login();
    expect((await app.get('/api/me/', again.access_token)).status).toBe(200);
    expect((await app.logout(again.refresh_token)).status).toBe(200);
    const fourth = (await app.refresh(third)).body.refresh_token;

    // And when it is put right.
    app.clock.advance(-step);
    const { refresh_token: last } = (await app.refresh(fourth)).body;
    expect((await app.refresh(last)).status).toBe(200);
    expect((await app.login()).access_token).toBeTruthy();
  });

  test.each([
    ['an hour forward', hourSeconds],
    ['an hour back', -hourSeconds],
  ])(
    '%s in the middle of a refresh, a retry with its Idempotency-Key is known for one',
    async (_name, step) => {
      const app = await startApp('SQLite');
      await app.register();
      const token = (await app.login()).refresh_token;
      const key = 'the-same-key-for-the-retry';
      const lost = await app.refresh(token, key);
      app.clock.advance(step);
      const retried = await app.refresh(token, key);
      expect(retried.body.refresh_token).toBe(lost.body.refresh_token);
      expect((await app.refresh(retried.body.refresh_token)).status).toBe(200);
    },
  );
});
