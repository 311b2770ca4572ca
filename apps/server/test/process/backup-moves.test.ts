import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { backUp, installationWithKey, newFile, readEverything, restore } from '../support/backups.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase, writeDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';

const numbered = ['accounts', 'audit_events', 'ended_sessions'];

/** Has each table that numbers its rows give a number. */
async function giveNumbers(place: Environment, name: string): Promise<Record<string, number>> {
  await writeDatabase(
    place,
    `insert into accounts (email, email_normalized, username, password_hash, created_at)
     values ('${name}', '${name}', '', '', 1)`,
  );
  await writeDatabase(
    place,
    `insert into audit_events (at, event, source, details) values (1, 'logout', 'api', '{}')`,
  );
  await writeDatabase(place, `insert into ended_sessions (session_id, ended_at) values ('s', 1)`);
  const [row] = await readDatabase(
    place,
    `select (select max(id) from accounts) as accounts, (select max(id) from audit_events) as audit_events,
       (select max(seq) from ended_sessions) as ended_sessions`,
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([table, last]) => [table, Number(last)]));
}

onEveryDatabase('what a backup brings back', (kind) => {
  test('gives no number again, neither one from before it nor one that was given after it', async () => {
    const installation = await installationWithKey(kind);
    await runLatchkey(installation, ['migrate']);
    const before = await giveNumbers(installation, 'before');
    for (const table of numbered) await writeDatabase(installation, `delete from ${table}`);
    const file = await backUp(installation);
    const after = await giveNumbers(installation, 'after');

    const [elsewhere, moved] = [await installationWithKey(kind), await installationWithKey(kind)];
    await restore(elsewhere, file);
    await restore(moved, file, '--moved');
    await restore(installation, file, '--force', '--moved');
    const given = [elsewhere, installation, moved].map((place) => giveNumbers(place, 'new'));
    const [ofElsewhere, ofInstallation, ofMoved] = await Promise.all(given);
    for (const table of numbered) {
      expect(ofElsewhere?.[table], table).toBeGreaterThan(after[table] ?? 0);
      expect(ofInstallation?.[table], table).toBeGreaterThan(after[table] ?? 0);
      expect(ofMoved?.[table], table).toBeGreaterThan(before[table] ?? 0);
    }
    expect(ofMoved?.['accounts']).toBe((before['accounts'] ?? 0) + 1);
  });

  test('holds mails back that may have been sent since, unless the installation has moved', async () => {
    const installation = await installationWithKey(kind);
    await runLatchkey(installation, ['migrate']);
    const states = ['waiting', 'sending', 'sent', 'failed'];
    for (const state of states) {
      await writeDatabase(
        installation,
        `insert into mails (id, created_at, recipient, template, parameters, state, due_at, claim, claimed_at)
         values ('${state}', 1, 'a@example.com', 'test', '{}', '${state}', 1, 'c', 1)`,
      );
    }
    await writeDatabase(
      installation,
      "insert into mail_requests (id, created_at, kind, email_normalized) values ('r', 1, 'reset', 'a@example.com')",
    );
    const file = await backUp(installation);
    const [lost, moved] = [await installationWithKey(kind), await installationWithKey(kind)];
    expect(await restore(lost, file)).toContain('2 mails that waited may have been sent since');
    expect(await restore(moved, file, '--moved')).not.toContain('mail');
    const read = async (place: typeof lost) => [
      Object.fromEntries(
        (await readDatabase(place, 'select id, state from mails')).map((it) => [
          String(it['id']),
          it['state'],
        ]),
      ),
      (await readDatabase(place, 'select id from mail_requests')).length,
    ];
    const asItWas = Object.fromEntries(states.map((state) => [state, state]));
    expect(await read(moved)).toEqual([asItWas, 1]);
    expect(await read(lost)).toEqual([{ ...asItWas, waiting: 'uncertain', sending: 'uncertain' }, 0]);
  });

  test('whose SECRET_KEY is lost is still worth something: everybody has to log in again, and can', async () => {
    const installation = await installationWithKey(kind);
    const server = await startServer(installation);
    await server.register();
    const { refresh_token } = await server.login();
    await server.stop();
    const file = await backUp(installation);
    const after = await newInstallation(kind, { SECRET_KEY: 'a new secret key, of another place' });
    expect(await restore(after, file, '--end-sessions')).toContain(
      '1 session ended, for want of the SECRET_KEY.',
    );
    const again = await startServer(after);
    expectProblem(await again.refresh(refresh_token), 401, 'session_ended', 'key_retired');
    const { refresh_token: fresh } = await again.login();
    expect((await again.refresh(fresh)).status).toBe(200);
  });
});

test('a backup carries everything from SQLite to PostgreSQL and back, row by row', async () => {
  const source = await installationWithKey('SQLite');
  const server = await startServer(source);
  await server.register();
  const lasting = await server.login();
  await server.refresh(lasting.refresh_token, 'an-idempotency-key-of-a-client');
  await server.logout((await server.login()).refresh_token);
  await runLatchkey(source, ['settings', 'set', 'ACCESS_TOKEN_LIFETIME', '60']);
  await server.stop();
  const awkward = `'"\\ \t\u0001é😀\u2028 [1] {"end":"latchkey backup"}'`;
  for (const sql of [
    `insert into installation (fact, value) values ('awkward', ${awkward})`,
    `insert into accounts (id, email, email_normalized, username, password_hash, created_at)
     values (4503599627370495, 'b', 'b', ${awkward}, '', 9007199254740991)`,
    `insert into attempts (key, arrives_at) values ('k', 1)`,
    `insert into activity (since, kind, count) values (1, ${awkward}, 2)`,
    `insert into one_time_tokens (digest, purpose, expires_at) values ('d', 'p', 1)`,
    `insert into mails (id, created_at, account_id, recipient, template, parameters, state, due_at, sealed_token)
     values ('m', 1, 1, 'a@example.com', 'test', '{"a":null}', 'waiting', 1, 's')`,
    `insert into mail_requests (id, created_at, kind, email_normalized) values ('r', 1, 'k', 'e')`,
    `insert into former_token_windows (source, opened_at, ends_at) values ('table', 1, 2)`,
    `insert into former_token_holders (account_id, credential_version, seen_at) values (1, 0, 1)`,
    `insert into former_tokens (digest, source, account_id, expires_at, seen_at) values ('d', 'table', 1, 2, 1)`,
    `insert into imported_accounts (id, email_digest, username_digest, password_digest, is_active, is_staff)
     values (1, 'e', 'u', 'p', 1, 0)`,
  ])
    await writeDatabase(source, sql);
  const expected = await readEverything(source);
  for (const [table, rows] of Object.entries(expected))
    if (table !== 'nodes') expect(rows, table).not.toEqual([]);

  const there = await installationWithKey('PostgreSQL');
  const back = await installationWithKey('SQLite');
  await restore(there, await backUp(source), '--moved');
  await restore(back, await backUp(there), '--moved');
  const news = /"event":"backup\.(taken|restored)"/;
  const withoutNews = (rows: Record<string, string[]>) => ({
    ...rows,
    audit_events: rows['audit_events']?.filter((row) => !news.test(row)),
  });
  for (const place of [there, back])
    expect(withoutNews(await readEverything(place))).toEqual(withoutNews(expected));
  const ofTrail = (await readEverything(back))['audit_events']?.flatMap((row) => news.exec(row)?.[1] ?? []);
  expect(ofTrail?.sort()).toEqual(['restored', 'restored', 'taken', 'taken']);

  const again = await startServer(back);
  expect((await again.refresh(lasting.refresh_token)).status).toBe(200);
}, 60_000);

test('a backup with the secret key is all that a machine needs to go on; a key that was there is kept', async () => {
  const installation = await newInstallation('SQLite');
  const server = await startServer(installation);
  await server.register();
  const { refresh_token } = await server.login();
  await server.stop();
  const file = await backUp(installation, '--with-secret-key');
  const plain = await backUp(installation);

  const after = await newInstallation('SQLite');
  expectRefusal(await runLatchkey(after, ['restore', plain]), 'or put the file secret-key');
  await startServer(after).then((other) => other.stop());
  const key = await readFile(`${after['DATA_DIR'] ?? ''}/secret-key`, 'utf8');
  const said = await restore(after, file);
  const kept = /The secret key that was there before is in (\S+)\.$/m.exec(said)?.[1] ?? '';
  expect(await readFile(kept, 'utf8')).toBe(key);
  expect((await stat(`${after['DATA_DIR'] ?? ''}/secret-key`)).mode & 0o777).toBe(0o600);
  const again = await startServer(after);
  expect((await again.refresh(refresh_token)).status).toBe(200);

  const given = { ...after, SECRET_KEY: 'a secret key that is given to it' };
  const refused = await runLatchkey(given, ['backup', await newFile(), '--with-secret-key']);
  expectRefusal(refused, 'SECRET_KEY is given by the environment');
});
