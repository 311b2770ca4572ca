import { describe, expect, test } from 'vitest';
import { createTestClock, startApp, type TestClock } from '../support/app.ts';
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
