import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteConnection from 'libsql';
import { onTestFinished } from 'vitest';
import { openForeign } from '../../../src/db/open-foreign.ts';
import {
  importFormerTokens,
  type FormerTokensGiven,
  type FormerTokensReport,
} from '../../../src/features/former-tokens/import/import-former-tokens.ts';
import { fromCommandLine } from '../../../src/lib/origin.ts';
import type { TestApp } from '../app.ts';
import { createDatabase, type DatabaseKind } from '../databases.ts';
import { query } from '../postgres-admin.ts';

/** What make_database.py says of a database that it has made. */
export interface DjangoDatabase {
  /** In milliseconds since the epoch. */
  readonly made_at: number;
  readonly secret_key: string;
  readonly users: readonly { readonly name: string; readonly id: number; readonly email: string }[];
  /** The tokens of the table, as clients hold them. */
  readonly table: Readonly<Record<string, string>>;
  readonly many: readonly string[];
  readonly signed: Readonly<Record<string, string>>;
  /** The tables, as statements. */
  readonly sql: readonly string[];
}

/** The database of a Django service, somewhere. */
export interface DjangoSource {
  readonly url: string;
  readonly django: DjangoDatabase;
  /** Changes it, as Django does while it serves. */
  run(sql: string): Promise<void>;
}

export const fixtureFile = (kind: DatabaseKind): URL =>
  new URL(`./fixtures/${kind === 'SQLite' ? 'sqlite' : 'postgres'}.json`, import.meta.url);

/** A database with the rows that real Django has made; README.md tells how. It is removed after the test. */
export async function openFixture(kind: DatabaseKind): Promise<DjangoSource> {
  // Written by the system test from what make_database.py said.
  const django = JSON.parse(await readFile(fixtureFile(kind), 'utf8')) as DjangoDatabase;
  const database = await createDatabase(kind, { empty: true });
  onTestFinished(() => database.remove());
  const file = join(database.dataDir, 'db.sqlite3');
  const url = kind === 'SQLite' ? `sqlite:${file}` : database.url;
  const run = async (sql: string): Promise<void> => {
    if (kind === 'PostgreSQL') {
      await query(url, sql);
      return;
    }
    const connection = new SqliteConnection(file);
    connection.exec(sql);
    connection.close();
  };
  await run(django.sql.join(';\n'));
  return { url, django, run };
}

/** Makes the accounts that an import of the users would have made: all but the stranger's. */
export async function insertAccounts(app: TestApp, { users, made_at }: DjangoDatabase): Promise<void> {
  const rows = users
    .filter(({ name }) => name !== 'stranger')
    .map(({ id, name, email }) => ({
      id,
      email,
      email_normalized: email.toLowerCase(),
      username: '',
      password_hash: 'pbkdf2_sha256$1$salt$none',
      credential_version: 0,
      is_active: name === 'disabled' ? (0 as const) : (1 as const),
      is_staff: name === 'staff' ? (1 as const) : (0 as const),
      created_at: made_at,
    }));
  await app.service.database.kysely.insertInto('accounts').values(rows).execute();
}

export const day = 24 * 3_600;

type ImportOptions = Partial<Omit<FormerTokensGiven, 'source' | 'until'>> & {
  /** In seconds from now. */
  readonly seconds?: number;
};

export const table = {
  table: 'accounts_refreshtoken',
  token: 'token',
  userId: 'user_id',
  expiresAt: 'expires_at',
};

/** Imports the tokens, as the command line does, and has the nodes look. */
export async function importTokens(
  app: TestApp,
  { url, django }: DjangoSource,
  { seconds = 30 * day, ...options }: ImportOptions = {},
  nodes: readonly TestApp[] = [app],
): Promise<FormerTokensReport> {
  const source = await openForeign(
    url.startsWith('sqlite:')
      ? { dialect: 'sqlite', file: url.slice('sqlite:'.length) }
      : { dialect: 'postgres', url },
    { isOneMoment: false },
  );
  try {
    const { clock, service } = app;
    const form = { algorithm: 'HS256', userIdClaim: 'user_id', issuer: null, audience: null } as const;
    const report = await importFormerTokens(
      { database: service.database, clock, keyRing: service.node.keyRing },
      {
        source,
        users: { table: 'accounts_user', id: 'id', email: 'email' },
        refreshTokens: table,
        simpleJwt: { form, key: django.secret_key },
        until: clock.now() + seconds * 1_000,
        reopen: false,
        dryRun: false,
        ...options,
      },
      fromCommandLine,
    );
    await look(...nodes);
    return report;
  } finally {
    await source.close();
  }
}

/** What every server does twice a second. */
export async function look(...nodes: readonly TestApp[]): Promise<void> {
  for (const node of nodes) await node.service.formerTokens.refresh();
}
