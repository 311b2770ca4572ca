import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteConnection from 'libsql';
import pg from 'pg';
import { pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import type { DatabaseLocation } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import {
  importDjangoUsers,
  type Finding,
  type ImportOptions,
  type ImportResult,
} from '../../src/features/django-import/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { makeDataFolder } from './data-folder.ts';
import type { DatabaseKind, TestDatabase } from './databases.ts';
import { databaseUrl, query } from './postgres-admin.ts';

/** Everybody's in the fixtures. */
export const djangoPassword = 'correct horse battery';

const fixtures = fileURLToPath(new URL('../fixtures/django', import.meta.url));

/** A database of a Django project. */
export interface DjangoSource {
  /** For --database. */
  readonly url: string;
  /** Runs several statements. */
  run(sql: string): Promise<void>;
}

/** An empty database to import from; it is removed after the test. */
export async function createSource(kind: DatabaseKind): Promise<DjangoSource> {
  if (kind === 'SQLite') {
    const folder = await makeDataFolder('latchkey-django-');
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'db.sqlite3');
    const run = (sql: string): Promise<void> => {
      const connection = new SqliteConnection(file);
      connection.exec(sql);
      connection.close();
      return Promise.resolve();
    };
    await run('create table django_migrations (id integer primary key autoincrement)');
    return { url: `sqlite:${file}`, run };
  }
  const serverUrl = inject('postgresUrl');
  const name = `django_${randomBytes(8).toString('hex')}`;
  await query(serverUrl, `create database ${name}`);
  onTestFinished(async () => {
    await query(serverUrl, `drop database ${name} with (force)`);
  });
  const url = databaseUrl(serverUrl, name);
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return { url, run };
}

/** What test/system/django_users.py made with a real Django: `auth` has auth_user, `custom` accounts_user. */
export async function createDjangoSource(
  kind: DatabaseKind,
  users: 'auth' | 'custom' = 'auth',
): Promise<DjangoSource> {
  const source = await createSource(kind);
  const name = `${users}.${kind === 'SQLite' ? 'sqlite' : 'postgres'}.sql`;
  await source.run(await readFile(join(fixtures, name), 'utf8'));
  return source;
}

/** Imports as the command does, with no node running. */
export async function importFrom(
  source: DjangoSource,
  into: TestDatabase,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult & { findings: readonly Finding[] }> {
  const config = loadConfig({ DATABASE_URL: into.url, DATA_DIR: into.dataDir, SECRET_KEY: 'k'.repeat(32) });
  const database = await openDatabase(config.database, pino({ level: 'silent' }));
  const findings: Finding[] = [];
  try {
    const result = await importDjangoUsers(
      { database, clock: systemClock },
      {
        from: locationOf(source.url),
        table: 'auth_user',
        columns: {},
        admins: false,
        emailsVerified: false,
        leaveOutCollisions: false,
        dryRun: false,
        onFinding: (finding) => findings.push(finding),
        onProgress: () => undefined,
        ...options,
      },
      fromCommandLine,
    );
    return { ...result, findings };
  } finally {
    await database.close();
  }
}

function locationOf(url: string): DatabaseLocation {
  return url.startsWith('sqlite:')
    ? { dialect: 'sqlite', file: url.slice('sqlite:'.length) }
    : { dialect: 'postgres', url };
}
