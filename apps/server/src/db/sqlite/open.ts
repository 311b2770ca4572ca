import SqliteConnection from 'libsql';
import { Kysely } from 'kysely';
import type { SqliteDatabase } from '../database.ts';
import { isBusy } from '../errors.ts';
import type { Tables } from '../tables.ts';
import { LatchkeySqliteDialect } from './driver.ts';
import { cacheStatements, transact, type StatementCache } from './statements.ts';

/** How long a statement waits for another process that is writing, in milliseconds. */
const busyTimeoutMs = 3_000;
const retryMs = 10;

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
  const connection = openInWalMode(path);
  // A commit that was answered survives a power cut: WAL alone (synchronous = normal) would lose the last ones.
  connection.exec('pragma synchronous = full');
  connection.exec('pragma foreign_keys = on');
  return cacheStatements(connection);
}

/**
 * Turning a new file to WAL does not wait while another process does the same (SQLite sees a deadlock there and gives
 * up at once), so the waiting is done here; each time on a new connection, since libsql keeps a failed statement open.
 */
function openInWalMode(path: string): SqliteConnection.Database {
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    const connection = new SqliteConnection(path);
    try {
      connection.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
      connection.exec('pragma journal_mode = wal');
      return connection;
    } catch (error) {
      connection.close();
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}
