import { expect, test } from 'vitest';
import { clearFormerTokens, closeFormerTokens } from '../../src/features/former-tokens/index.ts';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { day, importTokens, openFixture } from '../support/django/django.ts';
import {
  everything,
  insertAccount,
  jtiOf,
  liveSessions,
  startBesideDjango,
  startMoved,
  uuidOf,
} from '../support/django/moving.ts';
import { expectProblem } from '../support/expect-problem.ts';

onEveryDatabase('importing refresh tokens', (kind) => {
  test('tries everything and writes nothing in a dry run', async () => {
    const { app, source } = await startBesideDjango(kind);
    const before = await everything(app);
    const dry = await importTokens(app, source, { dryRun: true });
    expect(await everything(app)).toEqual(before);
    expectProblem(await app.refresh(source.django.table['ann'] ?? ''), 401, 'refresh_token_unknown');
    expect(await importTokens(app, source)).toEqual(dry);
  });

  test('once more takes over what has happened there meanwhile, and changes nothing that happened here', async () => {
    const { app, source, tokensOf } = await startMoved(kind);
    const { table, signed } = source.django;
    const [[, used], [, ended]] = tokensOf('ann') as [[string, string], [string, string]];
    const { refresh_token } = (await app.refresh(used)).body;
    await app.logout(ended);
    app.clock.advance(100);
    // Django has rotated Bob's token meanwhile, made one for him, and blacklisted his signed one.
    const fresh = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const stored = kind === 'SQLite' ? fresh.replaceAll('-', '') : fresh;
    await source.run(`update accounts_refreshtoken set token = '${stored}' where user_id = 2`);
    await source.run(
      `insert into token_blacklist_blacklistedtoken (id, blacklisted_at, token_id)
       select 99, expires_at, id from token_blacklist_outstandingtoken where jti = '${jtiOf(signed['bob'] ?? '')}'`,
    );
    expect(await importTokens(app, source)).toMatchObject({
      refreshTokens: { taken: 2, gone: 1 },
      blacklist: { taken: 4 },
    });
    expectProblem(await app.refresh(table['bob'] ?? ''), 401, 'session_ended', 'logout');
    expectProblem(await app.refresh(signed['bob'] ?? ''), 401, 'session_ended', 'logout');
    expect((await app.refresh(fresh)).status).toBe(200);
    expectProblem(await app.refresh(ended), 401, 'session_ended', 'logout');
    expect((await app.refresh(refresh_token)).status).toBe(200);
  });

  test('once more ends the tokens of whom it finds to be staff, switched off or gone there', async () => {
    const { app, source, tokensOf, mint } = await startMoved(kind);
    app.clock.advance(100);
    await source.run(
      `update accounts_user set is_superuser = ${kind === 'SQLite' ? 1 : 'true'} where id = 1`,
    );
    await source.run('delete from accounts_user where id = 2');
    await importTokens(app, source);
    for (const [, token] of [...tokensOf('ann'), ...tokensOf('bob')])
      expectProblem(await app.refresh(token), 401, 'session_ended');
    expectProblem(await app.refresh(mint()), 401, 'session_ended', 'admin');
    expect(await liveSessions(app)).toEqual([]);
  });

  test('from a wrong database loses nothing: the right one brings it back', async () => {
    const { app, source, tokensOf } = await startMoved(kind);
    const empty = await openFixture(kind);
    await empty.run('delete from accounts_refreshtoken');
    app.clock.advance(100);
    expect(await importTokens(app, empty)).toMatchObject({ refreshTokens: { read: 0, gone: 2 } });
    app.clock.advance(100);
    await importTokens(app, source);
    for (const [, token] of tokensOf('ann')) expect((await app.refresh(token)).status).toBe(200);
  });

  test('leaves out an account that only has the same id, or only the same address', async () => {
    const { app, source } = await startBesideDjango(kind);
    const { kysely } = app.service.database;
    await kysely
      .updateTable('accounts')
      .set({ email_normalized: 'x@example.com' })
      .where('id', '=', 1)
      .execute();
    await kysely.deleteFrom('accounts').where('id', '=', 2).execute();
    await insertAccount(app, 100, 'bob@example.com');
    expect(await importTokens(app, source)).toMatchObject({
      accounts: { taken: 0, leftOut: { unknown: 3 } },
      refreshTokens: { taken: 0 },
    });
    for (const name of ['ann', 'bob']) {
      expectProblem(await app.refresh(source.django.table[name] ?? ''), 401, 'refresh_token_unknown');
      expectProblem(await app.refresh(source.django.signed[name] ?? ''), 401, 'refresh_token_unknown');
    }
  });

  test('opens a window that was closed on purpose only when told to', async () => {
    const { app, source, tokensOf } = await startMoved(kind);
    await closeFormerTokens({ database: app.service.database, clock: app.clock }, fromCommandLine);
    await expect(importTokens(app, source)).rejects.toThrow(/--reopen/);
    for (const [, token] of tokensOf('ann'))
      expectProblem(await app.refresh(token), 401, 'session_ended', 'admin');
    await importTokens(app, source, { reopen: true });
    for (const [, token] of tokensOf('ann')) expect((await app.refresh(token)).status).toBe(200);
  });

  test('that never came to its end is cleared away a refresh lifetime later, and not before', async () => {
    const { app } = await startMoved(kind);
    const { kysely } = app.service.database;
    await kysely.deleteFrom('former_token_windows').execute();
    const clear = () => clearFormerTokens(app.service.services);
    expect(await clear()).toEqual({ wasLast: true });
    expect(await everything(app)).toMatchObject({ holders: [{}, {}], tokens: Array(5).fill({}) as object[] });
    app.clock.advance(31 * day);
    for (let wasLast = false; !wasLast;) ({ wasLast } = await clear());
    expect(await everything(app)).toMatchObject({ holders: [], tokens: [] });
  });

  test('says what does not fit', async () => {
    const { app, source } = await startBesideDjango(kind);
    const refused = (options: Parameters<typeof importTokens>[2], message: RegExp) =>
      expect(importTokens(app, source, options)).rejects.toThrow(message);
    const users = { table: 'auth_user', id: 'id', email: 'email' };
    const table = {
      table: 'accounts_refreshtoken',
      token: 'token',
      userId: 'user_id',
      expiresAt: 'expires_at',
    };
    await refused({ seconds: 0 }, /would be over already/);
    await refused({ seconds: 367 * day }, /more than a year/);
    await refused(
      { users },
      /no table auth_user in that database; the columns id, email are in: accounts_user/,
    );
    await refused({ refreshTokens: { ...table, token: 'tokn' } }, /no column tokn\. It has: .*token/);
    await refused({ refreshTokens: undefined, simpleJwt: undefined }, /Say which tokens/);
    expect((await everything(app)).windows).toEqual([]);
  });

  test('takes what is no token for none, in many pages, and one in two spellings for one', async () => {
    const { app, source } = await startBesideDjango(kind);
    if (kind === 'PostgreSQL') await source.run('alter table accounts_refreshtoken alter token type text');
    const rows = Array.from({ length: 1_203 }, (_, i) => uuidOf(i));
    const values = [...rows, rows[0]?.replaceAll('-', ''), '', 'no token', rows[1]?.toUpperCase()].map(
      (token, i) => `(${100 + i}, '${token ?? ''}', 1, '2036-01-01 00:00:00')`,
    );
    await source.run(
      `insert into accounts_refreshtoken (id, token, user_id, expires_at) values ${values.join(', ')}`,
    );
    await source.run(
      `insert into accounts_refreshtoken (id, token, user_id) values (9, '${uuidOf(9_999)}', 1)`,
    );
    const { refreshTokens } = await importTokens(app, source);
    expect(refreshTokens).toMatchObject({ read: 7 + 1_203 + 5, leftOut: { unreadable: 3 } });
    expect((await everything(app)).tokens.filter(({ source }) => source === 'table')).toHaveLength(2 + 1_203);
    for (const i of [0, 1, 1_202]) expect((await app.refresh(uuidOf(i))).status).toBe(200);
  });
});
