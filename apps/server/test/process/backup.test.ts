import { readFile, stat, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { loadConfig, type Environment } from '../../src/config.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { backUp, installationWithKey, newFile, restore } from '../support/backups.ts';
import { builtProgram, launch, watch } from '../support/child-process.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { HonestLoad } from '../support/honest-load.ts';
import { readDatabase, writeDatabase } from '../support/read-database.ts';
import { runLatchkey, startServer } from '../support/server-process.ts';

onEveryDatabase('a backup', (kind) => {
  test('that was taken under load logs nobody out who was answered before it, and the logouts before it hold', async () => {
    const installation = await installationWithKey(kind);
    let server = await startServer(installation);
    const load = new HonestLoad({ server: () => server, signingInAndOut: 2 });
    await load.begin();
    await load.progress();
    const before = load.answered();
    const file = await backUp(installation);
    await load.progress();
    await load.end();
    await server.stop();
    const after = await installationWithKey(kind);
    await restore(after, file);
    server = await startServer(after);
    expect(load.unexpected).toEqual([]);
    expect(before.registered).toBeGreaterThan(0);
    expect(before.loggedOut).toBeGreaterThan(0);
    expect(await load.findLosses(before)).toEqual([]);
  }, 60_000);

  test('is private, replaces nothing unless told, and tells neither keys nor hashes', async () => {
    const installation = await installationWithKey(kind);
    const server = await startServer(installation);
    await server.register();
    const file = await newFile();
    const run = (...args: string[]) => runLatchkey(installation, ['backup', ...args]);
    const first = await run(file);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^\d+ rows written to .*\nThe SECRET_KEY is not in it, .* keep SECRET_KEY too/,
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const made = await readFile(file);
    expectRefusal(await run(file), 'is there already. Name another file, or replace it with --force.');
    expect(await readFile(file)).toEqual(made);
    await writeFile(file, 'something else', { mode: 0o644 });
    expect(await run(file, '--force')).toMatchObject({ code: 0, stderr: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = gunzipSync(await readFile(file)).toString();
    expect(text).toContain('user@example.com');
    expect(text).not.toContain(installation['SECRET_KEY']);
    for (const target of ['/dev/null', '/nowhere/backup.gz'])
      expectRefusal(await run(target), /is no file|cannot be written: there is no such folder/);
    const [{ taken = 0 } = {}] = await readDatabase(
      installation,
      "select count(*) as taken from audit_events where event = 'backup.taken'",
    );
    expect(Number(taken)).toBe(5);
  });

  test('goes through pipes, and can be looked through without a database', async () => {
    const installation = await installationWithKey(kind);
    const server = await startServer(installation);
    await server.register();
    await server.stop();
    // The test's process reads text; the bytes are those of the file.
    const file = await backUp(installation);
    const looked = await runLatchkey({}, ['restore', file, '--check']);
    expect(looked.stdout).toMatch(
      /^The backup is whole\. It was taken at .*\nIt holds 1 account, 0 sessions and/,
    );
    const after = await installationWithKey(kind);
    const piped = await shell(after, `cat '${file}' | latchkey restore -`);
    expect(piped).toMatch(/^Restored from the backup of .*: 1 account, /);
    const through = await shell(
      installation,
      `latchkey backup - 2>'${file}.said' | latchkey restore - --check`,
    );
    expect(through).toMatch(/^The backup is whole\./);
    expect(await readFile(`${file}.said`, 'utf8')).toMatch(/^\d+ rows written\.\n/);
  });

  test('of an older version is taken without migrating, and brought up to date when it is restored', async () => {
    const old = await installationWithKey(kind);
    const config = loadConfig(old);
    const database = await openDatabase(config.database, pino({ level: 'silent' }));
    await migrate(database, '0003-attempts');
    await database.close();
    await writeDatabase(
      old,
      `insert into accounts (email, email_normalized, username, password_hash, is_staff, created_at)
       values ('old@example.com', 'old@example.com', 'O''Neill "ß" 😀', 'x', 1, 7)`,
    );
    const file = await backUp(old);
    expect(await readDatabase(old, 'select * from latchkey_migration')).toHaveLength(3);
    const after = await installationWithKey(kind);
    await restore(after, file);
    const [account] = await readDatabase(after, 'select username, email_verified_at from accounts');
    // What 0004 does with admins.
    expect({ ...account, email_verified_at: Number(account?.['email_verified_at']) }).toEqual({
      username: 'O\'Neill "ß" 😀',
      email_verified_at: 7,
    });
    expect((await runLatchkey(after, ['migrate'])).stdout).toBe('The database is up to date.\n');
    const server = await startServer(after);
    await server.register();
  });

  test('is refused where it must not be restored, and the reason says what to do', async () => {
    const installation = await installationWithKey(kind);
    const server = await startServer(installation);
    await server.register();
    const { refresh_token } = await server.login();
    const file = await backUp(installation);
    const run = (...args: string[]) => runLatchkey(installation, ['restore', ...args]);
    expectRefusal(await run(file, '--force'), 'A server runs on the database. Stop all of them first');
    await server.stop();
    expectRefusal(await run(file), /holds 1 account, 1 session .* say so with --force\./);
    // Nor does it wait for the rest of what it does not want.
    const piped = launch('cli.js', ['restore', '-'], installation);
    piped.stdin.write(await readFile(file));
    expectRefusal(await piped.exited, /say so with --force\./);
    const nonsense = launch('cli.js', ['restore', '-'], installation);
    nonsense.stdin.write('no backup');
    expectRefusal(await nonsense.exited, 'This is not a backup of Latchkey.');
    expectRefusal(await run('/nowhere/backup.gz', '--force'), 'cannot be read (ENOENT)');

    const lines = gunzipSync(await readFile(file)).toString();
    const forged = async (from: string, to: string): Promise<string> => {
      expect(lines).toContain(from);
      const name = await newFile();
      await writeFile(name, gzipSync(lines.replace(from, to)));
      return name;
    };
    const newer = 'is newer. Restore it with that version';
    const newerTables = await forged('"0001-first-tables"', '"9999-of-the-future","0001-first-tables"');
    expectRefusal(await run(newerTables, '--force'), newer);
    expectRefusal(await run(newerTables, '--check'), newer);
    expectRefusal(await run(await forged('"format_version":1', '"format_version":2'), '--force'), newer);
    expectRefusal(await run(await forged('user@example.com', 'evil@example.com'), '--force'), 'damaged');
    expectRefusal(
      await run(await forged('"columns":["id","email",', '"columns":["id",'), '--force'),
      'damaged',
    );
    const text = await newFile();
    for (const content of ['some text', gzipSync('{"format":"something else"}\n')]) {
      await writeFile(text, content);
      expectRefusal(await run(text, '--force'), /^This is not a backup of Latchkey\.$/m);
    }
    await writeFile(text, '');
    expectRefusal(await run(text, '--force'), 'it ends too early');
    const other = { ...installation, SECRET_KEY: 'another secret key, of another place' };
    expectRefusal(await runLatchkey(other, ['restore', file, '--force']), 'with --end-sessions');
    await writeDatabase(
      installation,
      "insert into latchkey_migration (name, timestamp) values ('9999-of-the-future', '2099-01-01T00:00:00Z')",
    );
    expectRefusal(await run(file, '--force'), 'made by a newer version of Latchkey');
    const taking = await runLatchkey(installation, ['backup', await newFile()]);
    expectRefusal(taking, 'Take the backup with that version.');
    await writeDatabase(installation, "delete from latchkey_migration where name = '9999-of-the-future'");

    // Nothing of all this has changed anything.
    const again = await startServer(installation);
    expect((await again.refresh(refresh_token)).status).toBe(200);
  }, 90_000);

  test('of an empty database says so', async () => {
    const installation = await installationWithKey(kind);
    const exit = await runLatchkey(installation, ['backup', await newFile()]);
    expectRefusal(exit, /There is no database at|There is nothing in the database yet/);
  });
});

/** Runs a line of a shell, in which `latchkey` is the command. */
async function shell(installation: Environment, line: string): Promise<string> {
  const latchkey = `latchkey() { '${process.execPath}' '${builtProgram('cli.js')}' "$@"; }`;
  const bash = watch('bash', ['--norc', '-c', `set -o pipefail; ${latchkey}; ${line}`], {
    PATH: process.env['PATH'],
    ...installation,
  });
  bash.stdin.end();
  const { code, stdout, stderr } = await bash.exited;
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}
