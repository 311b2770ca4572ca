import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { startApp } from '../support/app.ts';
import { query } from '../support/postgres-admin.ts';

describe('PostgreSQL storage', () => {
  test('refreshes are HOT updates: no index follows them, and the table does not grow', async () => {
    const app = await startApp('PostgreSQL');
    await app.register();
    const tokens = await Promise.all(
      Array.from({ length: 20 }, async () => (await app.login()).refresh_token),
    );
    await query(app.database.url, 'vacuum analyze sessions');
    const size = async (): Promise<number> =>
      Number(
        (await query(app.database.url, `select pg_total_relation_size('sessions') as size`))[0]?.['size'],
      );
    const before = await size();

    const rounds = 60;
    const current = [...tokens];
    for (let round = 0; round < rounds; round += 1) {
      // As of the sessions of a page only some refresh at a time.
      for (let from = 0; from < current.length; from += 5) {
        const next = await Promise.all(current.slice(from, from + 5).map((token) => app.refresh(token)));
        current.splice(from, 5, ...next.map(({ body }) => body.refresh_token));
      }
    }

    // A connection that ends hands its statistics in; one that is idle takes its time.
    await app.stop();
    const updates = rounds * tokens.length;
    await vi.waitFor(async () => {
      const [statistics] = await query(
        app.database.url,
        `select pg_stat_force_next_flush(), n_live_tup, n_tup_ins, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = 'sessions'`,
      );
      expect(statistics).toMatchObject({ n_tup_ins: String(tokens.length), n_tup_upd: String(updates) });
      expect(Number(statistics?.['n_tup_hot_upd']) / updates).toBeGreaterThan(0.95);
    }, 10_000);
    // A row for every refresh would be 1,200 rows more; versions that died are used again in place.
    expect((await size()) - before).toBeLessThan(64 * 1024);
    expect(await query(app.database.url, 'select count(*)::int as rows from sessions')).toEqual([
      { rows: tokens.length },
    ]);
  });

  test('rotations commit without waiting for the disk, everything else keeps the setting of the server', async () => {
    const app = await startApp('PostgreSQL');
    const { database } = app.service;
    if (database.dialect !== 'postgres') throw new Error('this test is about PostgreSQL');
    const show = 'show synchronous_commit';
    expect((await database.quickPool.query(show)).rows).toEqual([{ synchronous_commit: 'off' }]);
    expect((await sql.raw(show).execute(database.kysely)).rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  test('connections set READ COMMITTED themselves, whatever the database says', async () => {
    const app = await startApp('PostgreSQL');
    await query(
      app.database.url,
      `alter database ${new URL(app.database.url).pathname.slice(1)} set default_transaction_isolation = 'serializable'`,
    );
    const fresh = await app.another();
    await fresh.register();
    const { database } = fresh.service;
    if (database.dialect !== 'postgres') throw new Error('this test is about PostgreSQL');
    const show = 'show transaction_isolation';
    const expected = [{ transaction_isolation: 'read committed' }];
    expect((await database.quickPool.query(show)).rows).toEqual(expected);
    expect((await sql.raw(show).execute(database.kysely)).rows).toEqual(expected);
  });
});

describe('SQLite storage', () => {
  test('every commit waits for the disk', async () => {
    const app = await startApp('SQLite');
    const { database } = app.service;
    if (database.dialect !== 'sqlite') throw new Error('this test is about SQLite');
    const pragma = (name: string): Promise<unknown> =>
      database.file.write((prepare) => prepare(`pragma ${name}`).all());
    expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  });
});
