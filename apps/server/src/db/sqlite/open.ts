import SqliteConnection from 'libsql';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver,
} from 'kysely';
import type { SqliteDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { cacheStatements, type SqliteFile, type StatementCache } from './statements.ts';

/** How long a statement waits for another process that is writing, in milliseconds. */
const busyTimeoutMs = 3_000;

export function openSqlite(path: string): SqliteDatabase {
  const writer = connect(path);
  const reader = connect(path);
  const driver = new ImmediateDriver(writer);
  const kysely = new Kysely<Tables>({ dialect: new LatchkeySqliteDialect(driver) });
  const file: SqliteFile = {
    write: (work) =>
      kysely.connection().execute(() => {
        writer.prepare('begin immediate').run();
        try {
          const result = work(writer.prepare);
          writer.prepare('commit').run();
          return Promise.resolve(result);
        } catch (error) {
          rollBack(writer);
          throw error;
        }
      }),
    prepareRead: (sql) => reader.prepare(sql),
  };
  return {
    dialect: 'sqlite',
    kysely,
    file,
    close: async () => {
      await kysely.destroy();
      reader.close();
    },
  };
}

function connect(path: string): StatementCache {
  const connection = new SqliteConnection(path);
  connection.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  // A commit that was answered survives a power cut: WAL alone (synchronous = normal) would lose the last ones.
  connection.exec('pragma journal_mode = wal');
  connection.exec('pragma synchronous = full');
  connection.exec('pragma foreign_keys = on');
  return cacheStatements(connection);
}

function rollBack(connection: StatementCache): void {
  try {
    connection.prepare('rollback').run();
  } catch {
    // SQLite has rolled back by itself already, as it does when the disk is full.
  }
}

class LatchkeySqliteDialect extends SqliteDialect {
  readonly #driver: Driver;

  constructor(driver: ImmediateDriver) {
    super({ database: driver.database });
    this.#driver = driver;
  }

  override createDriver(): Driver {
    return this.#driver;
  }
}

/**
 * Begins every transaction with the write lock in hand: one that reads first and asks for the lock later fails at
 * once where another process has written in between.
 */
class ImmediateDriver extends SqliteDriver {
  readonly database: StatementCache;

  constructor(database: StatementCache) {
    super({ database });
    this.database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}
