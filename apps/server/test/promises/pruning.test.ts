import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';

onEveryDatabase('pruning', (kind) => {
  const environment = { REFRESH_TOKEN_LIFETIME: '1h', SESSIONS_PER_ACCOUNT: '10000' };

  async function pruneAll(app: TestApp): Promise<number> {
    for (let deleted = 0; ;) {
      const range = await app.service.services.pruner.pruneRange();
      deleted += range.deleted;
      if (range.wasLast) return deleted;
    }
  }

  async function countRows(app: TestApp): Promise<number> {
    return (await app.service.database.kysely.selectFrom('sessions').select('id').execute()).length;
  }

  test('deletes what has been over for longer than a refresh lifetime, and nothing else', async () => {
    const app = await startApp(kind, { environment });
    await app.register();
    const loggedOut = (await app.login()).refresh_token;
    const idle = (await app.login()).refresh_token;
    const used = (await app.login()).refresh_token;
    await app.logout(loggedOut);
    app.clock.advance(3_500);
    const live = (await app.refresh(used)).body.refresh_token;
    app.clock.advance(1_000);

    // Logged out 75 minutes ago; the idle one expired only 15 minutes ago.
    expect(await pruneAll(app)).toBe(1);
    expectProblem(await app.refresh(idle), 401, 'refresh_token_expired');
    expect((await app.refresh(live)).status).toBe(200);
    app.clock.advance(3_500);
    expect(await pruneAll(app)).toBe(1);
    expect(await countRows(app)).toBe(1);
  });

  test('an answer never depends on whether it has run', async () => {
    const app = await startApp(kind, { environment });
    await app.register();
    const { refresh_token } = await app.login();
    await app.logout(refresh_token);
    app.clock.advance(3_601);
    const before = await app.refresh(refresh_token);
    expect(await pruneAll(app)).toBe(1);
    const after = await app.refresh(refresh_token);
    expectProblem(before, 401, 'refresh_token_unknown');
    expect(after.text).toBe(before.text);
  });

  test('walks through many sessions in small ranges, and begins anew at the end', async () => {
    const app = await startApp(kind, { environment });
    const { id } = await app.register();
    const time = Date.now();
    const row = (selector: number) => ({
      selector,
      id: `session-${selector}`,
      account_id: id,
      created_at: time,
      address: '',
      user_agent: '',
      generation: 0,
      key_id: 1,
      previous_key_id: 1,
      rotated_at: time,
      expires_at: selector % 2 ? time + 10 ** 9 : 1,
    });
    for (let from = 0; from < 1_200; from += 100) {
      const rows = Array.from({ length: 100 }, (_, i) => row(from + i));
      await app.service.database.kysely.insertInto('sessions').values(rows).execute();
    }
    const first = await app.service.services.pruner.pruneRange();
    expect(first).toEqual({ deleted: 250, wasLast: false });
    expect(await pruneAll(app)).toBe(350);
    expect(await pruneAll(app)).toBe(0);
    expect(await countRows(app)).toBe(600);
  });
});
