import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import SqliteConnection from 'libsql';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { BackupError } from '../../src/transfer/format.ts';
import { readBackup } from '../../src/transfer/read-backup.ts';
import { backUp, installationWithKey, newFile, readEverything } from '../support/backups.ts';
import { builtProgram, launch, watch, type Process } from '../support/child-process.ts';
import { onEveryDatabase, type DatabaseKind } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { query } from '../support/postgres-admin.ts';
import { readDatabase, writeDatabase } from '../support/read-database.ts';
import { runLatchkey, spawnServer, startServer } from '../support/server-process.ts';

const sessions = 40_000;
/** Far less than the sessions are as text. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=32' };

/** One account with many sessions. */
async function manySessions(kind: DatabaseKind): Promise<Environment> {
  const installation = await installationWithKey(kind);
  await runLatchkey(installation, ['migrate']);
  const noise = kind === 'SQLite' ? 'hex(randomblob(100))' : "repeat(md5(n::text || 'a'), 6)";
  const numbers =
    kind === 'SQLite'
      ? `(with recursive c(n) as (select 1 union all select n + 1 from c where n < ${sessions}) select n from c)`
      : `generate_series(1, ${sessions}) as c(n)`;
  await writeDatabase(
    installation,
    `insert into accounts (id, email, email_normalized, username, password_hash, created_at)
     values (1, 'a@example.com', 'a@example.com', '', 'x', 1)`,
  );
  await writeDatabase(
    installation,
    `insert into sessions (selector, id, account_id, created_at, address, user_agent, generation, key_id, previous_key_id,
       rotated_at, expires_at)
     select n, ${noise} || n, 1, n, '127.0.0.1', ${noise}, n, 1, 1, n, 4102444800000 from ${numbers}`,
  );
  return installation;
}

async function countSessions(installation: Environment): Promise<number> {
  const [row] = await readDatabase(installation, 'select count(*) as count from sessions');
  return Number(row?.['count']);
}

onEveryDatabase('a large backup', (kind) => {
  test('needs little memory, leaves nothing that looks whole when it is killed or the disk is full, and comes back whole', async () => {
    const installation = await manySessions(kind);
    const file = await newFile();
    const files = () => readdir(dirname(file));

    const killed = launch('cli.js', ['backup', file], installation);
    await eventually('a backup that has begun', async () => (await files()).length > 0);
    killed.signal('SIGKILL');
    expect((await killed.exited).code).toBe(null);
    const [draft = '', ...more] = await files();
    expect(more).toEqual([]);
    expect(draft).toMatch(/^backup\.gz\.\w+\.partial$/);
    expectRefusal(
      await runLatchkey({}, ['restore', join(dirname(file), draft), '--check']),
      'it ends too early',
    );

    const interrupted = launch('cli.js', ['backup', file], installation);
    await eventually('another draft', async () => (await files()).length > 1);
    interrupted.signal('SIGTERM');
    expect((await interrupted.exited).code).toBe(130);
    expect(await files()).toEqual([draft]);

    // SQLite needs 32 KiB for the index of its log.
    const limited = [`--fsize=${64 * 1_024}`, process.execPath, builtProgram('cli.js'), 'backup', file];
    const full = watch('prlimit', limited, { PATH: process.env['PATH'], ...installation });
    expectRefusal(await full.exited, /cannot be written: it may not grow so large\.\n$/);
    expect(await files()).toEqual([draft]);

    expect(await runLatchkey({ ...installation, ...smallHeap }, ['backup', file])).toMatchObject({ code: 0 });
    const after = await installationWithKey(kind);
    expect(await runLatchkey({ ...after, ...smallHeap }, ['restore', file])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`1 account, ${sessions} sessions`) as string,
    });
    expect(await countSessions(after)).toBe(sessions);
    const sum = 'select sum(selector) + sum(generation) as sum, max(user_agent) as last from sessions';
    expect(await readDatabase(after, sum)).toEqual(await readDatabase(installation, sum));
  }, 180_000);
});

onEveryDatabase('a restore', (kind) => {
  test('that is killed has changed nothing: what was there before serves, and it can be done again', async () => {
    const bytes = await readFile(await backupOf(kind, 'restored@example.com'));
    const place = await installationWithKey(kind);
    await makeAdmin(place, 'before@example.com');
    const before = await readEverything(place);
    const half = launch('cli.js', ['restore', '-', '--force'], place);
    half.stdin.write(bytes.subarray(0, bytes.length - 20));
    await isUnderWay(place, half);
    half.signal('SIGKILL');
    await half.exited;
    expect(await readEverything(place)).toEqual(before);

    // The same where the backup ends in the middle, instead of the process.
    const cut = launch('cli.js', ['restore', '-', '--force'], place);
    cut.stdin.end(bytes.subarray(0, bytes.length - 20));
    expectRefusal(await cut.exited, 'it ends too early');
    const server = await startServer(place);
    await server.login('before@example.com', password);
    await server.stop();

    const again = launch('cli.js', ['restore', '-', '--force'], place);
    again.stdin.end(bytes);
    expect(await again.exited).toMatchObject({ code: 0, stderr: '' });
    const restored = await startServer(place);
    await restored.login('restored@example.com', password);
  }, 90_000);

  test('lets a server that starts meanwhile wait, or refuses it: never does one serve half of it', async () => {
    const bytes = await readFile(await backupOf(kind, 'restored@example.com'));
    const place = await installationWithKey(kind);
    // What servers may be set to is too short for a restore, which waits for its file.
    if (kind === 'PostgreSQL') await setForDatabase(place, 'idle_in_transaction_session_timeout = 100');
    const slow = launch('cli.js', ['restore', '-'], place);
    slow.stdin.write(bytes.subarray(0, bytes.length - 20));
    await isUnderWay(place, slow);
    const starting = await spawnServer(place);
    if (kind === 'SQLite') expectRefusal(await starting.exited, 'is locked by another process for too long');
    else await isWaiting(place);
    expect(starting.stdout()).toBe('');
    slow.stdin.end(bytes.subarray(bytes.length - 20));
    expect(await slow.exited).toMatchObject({ code: 0, stderr: '' });
    const server = kind === 'SQLite' ? await startServer(place) : starting;
    await eventually(
      'a server',
      async () => (await server.get('/health/ready').catch(() => undefined))?.status === 200,
    );
    await server.login('restored@example.com', password);
  }, 90_000);
});

const password = 'correct horse battery';

async function makeAdmin(installation: Environment, email: string): Promise<void> {
  const { code } = await runLatchkey(installation, ['admin', 'create', email], password);
  expect(code).toBe(0);
}

/** A backup of an installation that no server has used yet. */
async function backupOf(kind: DatabaseKind, email: string): Promise<string> {
  const source = await installationWithKey(kind);
  await makeAdmin(source, email);
  return backUp(source);
}

/** What every new connection to the database begins with. */
async function setForDatabase(place: Environment, setting: string): Promise<void> {
  const url = place['DATABASE_URL'] ?? '';
  await query(url, `alter database ${new URL(url).pathname.slice(1)} set ${setting}`);
}

test('a backup of what takes no writing is taken all the same, and says that no audit trail tells of it; an export is refused', async () => {
  const place = await installationWithKey('PostgreSQL');
  await makeAdmin(place, 'user@example.com');
  await setForDatabase(place, 'default_transaction_read_only = on');
  const file = await newFile();
  const taken = await runLatchkey(place, ['backup', file]);
  expect(taken).toMatchObject({
    code: 0,
    stderr: 'The database takes no writing, so the audit trail does not tell of this backup.\n',
  });
  expect((await runLatchkey({}, ['restore', file, '--check'])).stdout).toContain('It holds 1 account,');
  expectRefusal(await runLatchkey(place, ['export', file]), 'the audit trail has to tell of every export');
});

test('a restore onto a disk that is full has changed nothing, and says why', async () => {
  const installation = await manySessions('SQLite');
  const file = await backUp(installation);
  const place = await installationWithKey('SQLite');
  await makeAdmin(place, 'before@example.com');
  const before = await readEverything(place);
  const limited = [
    `--fsize=${1_024 ** 2}`,
    process.execPath,
    builtProgram('cli.js'),
    'restore',
    file,
    '--force',
  ];
  const full = watch('prlimit', limited, { PATH: process.env['PATH'], ...place });
  expectRefusal(await full.exited, /cannot be used for the data \(SQLITE_\w+\)/);
  expect(await readEverything(place)).toEqual(before);
}, 60_000);

/** Waits until somebody waits for the restore. */
async function isWaiting(place: Environment): Promise<void> {
  await eventually('a server that waits', async () => {
    const waits = 'select 1 from pg_locks where not granted';
    return (await query(place['DATABASE_URL'] ?? '', waits)).length > 0;
  });
}

/** Waits until the restore has changed the database in its transaction. */
async function isUnderWay(place: Environment, restoring: Process): Promise<void> {
  const url = place['DATABASE_URL'] ?? '';
  await eventually('a restore that is under way', async () => {
    if (restoring.hasEnded()) throw new Error(restoring.stderr());
    if (url.startsWith('sqlite:')) return isLocked(url.slice('sqlite:'.length));
    // Tables that are dropped, and those that nobody else sees yet.
    const locks = await query(
      url,
      `select 1 from pg_locks where mode = 'AccessExclusiveLock'
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return locks.length > 0;
  });
}

function isLocked(file: string): boolean {
  const connection = new SqliteConnection(file);
  try {
    connection.exec('begin immediate');
    return false;
  } catch {
    return true;
  } finally {
    connection.close();
  }
}

test('a backup of which any bit was flipped, or any part is missing, is found out', async () => {
  const bytes = await readFile(await backupOf('SQLite', 'user@example.com'));
  const whole = await readAll(bytes);
  expect(whole).toContain('user@example.com');
  const unnoticed: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
    const read = await readAll(flipped);
    if (read === whole) unnoticed.push(at);
    else expect(read, String(at)).toBeInstanceOf(BackupError);
    expect(await readAll(bytes.subarray(0, at)), `cut at ${at}`).toBeInstanceOf(BackupError);
  }
  // In the head of a gzip file are a time and the name of a system, and before its last eight bytes come the bits that fill
  // up a byte: no part of what it holds.
  expect(unnoticed.filter((at) => (at < 3 || at > 9) && at !== bytes.length - 9)).toEqual([]);
});

/** All that the backup says, or why it cannot be read. */
async function readAll(source: Buffer | Readable): Promise<unknown> {
  const stream = source instanceof Readable ? source : Readable.from([source]);
  try {
    const { header, pieces } = await readBackup(stream);
    let text = JSON.stringify(header);
    for await (const piece of pieces) text += JSON.stringify(piece);
    return text;
  } catch (error) {
    return error;
  }
}
