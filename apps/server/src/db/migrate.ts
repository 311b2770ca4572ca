import { Migrator, sql, type Migration } from 'kysely';
import type { Database, Opened, Trx } from './database.ts';
import { isPostgres } from './locking.ts';
import { up as firstTables } from './migrations/0001-first-tables.ts';
import { up as settingsAndAudit } from './migrations/0002-settings-and-audit.ts';
import { up as attempts } from './migrations/0003-attempts.ts';
import { up as mail } from './migrations/0004-mail.ts';
import { up as revocation } from './migrations/0005-revocation.ts';
import { up as staffSessions } from './migrations/0006-staff-sessions.ts';
import { up as signingKeyLife } from './migrations/0007-signing-key-life.ts';
import { up as formerTokens } from './migrations/0008-former-tokens.ts';
import { up as importedAccounts } from './migrations/0009-imported-accounts.ts';

const migrations: Record<string, Migration> = {
  '0001-first-tables': { up: firstTables },
  '0002-settings-and-audit': { up: settingsAndAudit },
  '0003-attempts': { up: attempts },
  '0004-mail': { up: mail },
  '0005-revocation': { up: revocation },
  '0006-staff-sessions': { up: staffSessions },
  '0007-signing-key-life': { up: signingKeyLife },
  '0008-former-tokens': { up: formerTokens },
  '0009-imported-accounts': { up: importedAccounts },
};

const migrationTable = 'latchkey_migration';

/** In the order in which they are run. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/**
 * Brings the database to this version's tables. Several nodes may start at once: one migrates, the others wait.
 *
 * @param upTo the last migration to run; all of them unless told.
 * @returns the names of the migrations that were run.
 * @throws Error where the database was made by a newer version, or a migration failed; it is then as it was before.
 */
export async function migrate(database: Database, upTo?: string): Promise<string[]> {
  const migrator = new Migrator({
    db: database.kysely,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: migrationTable,
    migrationLockTableName: 'latchkey_migration_lock',
  });
  const { error, results } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo));
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
    throw new Error(
      'The database was made by a newer version of Latchkey. Start that version, or a newer one.',
      {
        cause: error,
      },
    );
  }
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('A migration failed.', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}

/** How the tables stand to those of this version. */
export interface MigrationState {
  /** Still to be run, in their order. */
  readonly pending: readonly string[];
  /** Run by a newer version. */
  readonly unknown: readonly string[];
}

/** Looks which migrations were run, and runs none. */
export async function readMigrationState({ kysely }: Pick<Opened, 'kysely'>): Promise<MigrationState> {
  const tables = await kysely.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === migrationTable)) return { pending: migrationNames, unknown: [] };
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(migrationTable)}`.execute(kysely);
  const run = new Set(rows.map(({ name }) => name));
  return {
    pending: migrationNames.filter((name) => !run.has(name)),
    unknown: [...run].filter((name) => !migrationNames.includes(name)),
  };
}

/** The number that Kysely's migrator locks PostgreSQL by; SQLite's transactions hold the only lock there is. */
const migrationLock = 3853314791062309107n;

/** Nobody else migrates until the transaction ends: servers that start meanwhile wait for it. */
export async function lockMigrations(trx: Trx): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(trx);
}

/** Runs migrations as part of a transaction, in this order, on tables that those before them have made. */
export async function migrateWithin(trx: Trx, names: readonly string[]): Promise<void> {
  // As the migrator makes it.
  await trx.schema
    .createTable(migrationTable)
    .ifNotExists()
    .addColumn('name', 'varchar(255)', (c) => c.notNull().primaryKey())
    .addColumn('timestamp', 'varchar(255)', (c) => c.notNull())
    .execute();
  for (const name of names) {
    await migrations[name]?.up(trx);
    const now = new Date().toISOString();
    await sql`insert into ${sql.table(migrationTable)} (name, timestamp) values (${name}, ${now})`.execute(
      trx,
    );
  }
}

/** Forgets which migrations were run, in the transaction that drops what they have made. */
export async function forgetMigrations(trx: Trx): Promise<void> {
  await trx.schema.dropTable(migrationTable).ifExists().execute();
}
