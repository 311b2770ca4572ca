import SqliteConnection from 'libsql';
import { Kysely } from 'kysely';
import type { SqliteDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { LatchkeySqliteDialect } from './driver.ts';
import { cacheStatements, transact, type StatementCache } from './statements.ts';

/** How long a statement waits for another process that is writing, in milliseconds. */
const busyTimeoutMs = 3_000;

export function openSqlite(path: string): SqliteDatabase {
  const writer = connect(path);
  const reader = connect(path);
  const kysely = new Kysely<Tables>({ dialect: new LatchkeySqliteDialect(writer) });
  return {
    dialect: 'sqlite',
    kysely,
    file: {
      write: (work) =>
        kysely.connection().execute(() => Promise.resolve(transact(writer, () => work(writer.prepare)))),
      prepareRead: reader.prepare,
    },
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
