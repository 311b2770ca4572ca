import SqliteConnection from 'libsql';
import { Kysely } from 'kysely';
import type { SqliteDatabase } from '../database.ts';
import { isBusy } from '../errors.ts';
import type { Tables } from '../tables.ts';
import { sqliteDialect } from './dialect.ts';
import { TwoHandleDriver } from './driver.ts';
import { cacheStatements, transact, type StatementCache } from './statements.ts';
import { tracedDialect } from '../traced-dialect.ts';
import { createWriteLine } from './write-line.ts';

/** How long opening waits for another process, in milliseconds. */
const openingPatienceMs = 3_000;
const retryMs = 10;
/** How long a statement blocks this process while another one writes. Whoever waits longer does it in between. */
const busyTimeoutMs = 10;

export function openSqlite(path: string): SqliteDatabase {
  const writer = connect(path);
  const reader = connect(path);
  const line = createWriteLine();
  const kysely = new Kysely<Tables>({
    dialect: tracedDialect(sqliteDialect(new TwoHandleDriver({ writer, reader }, line)), 'sqlite'),
  });
  return {
    dialect: 'sqlite',
    kysely,
    load: () => [line.load()],
    file: {
      async write(work) {
        await line.enter(true);
        try {
          return await transact(writer, () => work(writer.prepare));
        } finally {
          line.leave();
        }
      },
      prepareRead: reader.prepare,
    },
    close: async () => {
      reader.close();
      foldLogIn(writer);
      await kysely.destroy();
    },
  };
}

/**
 * Writes SQLite's log into the file, which then is the whole database: whoever copies it after the server has stopped
 * copies everything.
 */
function foldLogIn(writer: StatementCache): void {
  try {
    writer.prepare('pragma wal_checkpoint(truncate)').all();
  } catch {
    // The disk is full, or somebody else has the file: the log stays beside it, and nothing is lost.
  }
}

function connect(path: string): StatementCache {
  const connection = openInWalMode(path);
  // A commit that was answered survives a power cut: WAL alone (synchronous = normal) would lose the last ones.
  connection.exec('pragma synchronous = full');
  connection.exec('pragma foreign_keys = on');
  connection.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  return cacheStatements(connection);
}

/**
 * Turning a new file to WAL does not wait while another process does the same (SQLite sees a deadlock there and gives
 * up at once), so the waiting is done here; each time on a new connection, since libsql keeps a failed statement open.
 */
function openInWalMode(path: string): SqliteConnection.Database {
  const deadline = performance.now() + openingPatienceMs;
  for (;;) {
    const connection = new SqliteConnection(path);
    try {
      connection.exec(`pragma busy_timeout = ${openingPatienceMs}`);
      connection.exec('pragma journal_mode = wal');
      return connection;
    } catch (error) {
      connection.close();
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}
