import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Kysely, type CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import SqliteConnection from 'libsql';
import type { Source } from '../source.ts';
import { sqliteDialect } from './dialect.ts';
import { cacheStatements, type StatementCache } from './statements.ts';

/** How long a statement waits for another process that writes. */
const busyTimeoutMs = 10_000;

/** @throws Error where there is no such file. */
export function openSqliteSource(path: string): Source {
  // The driver would speak of an error 14.
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  const connection = new SqliteConnection(`${pathToFileURL(path).href}?mode=ro`);
  connection.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  const kysely = new Kysely<unknown>({
    dialect: sqliteDialect(new ReadingDriver(cacheStatements(connection))),
  });
  return { dialect: 'sqlite', kysely, close: () => kysely.destroy() };
}

/** Kysely's driver for a file that is only read, without transactions: they would hold up whoever writes to it. */
class ReadingDriver implements Driver {
  readonly #reader: StatementCache;

  constructor(reader: StatementCache) {
    this.#reader = reader;
  }

  init = (): Promise<void> => Promise.resolve();

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve({
      executeQuery: <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> =>
        // The rows are what the query's author says.
        Promise.resolve({ rows: this.#reader.prepare(sql).all(parameters) as R[] }),
      streamQuery: notOffered,
    });
  }

  beginTransaction = notOffered;
  commitTransaction = notOffered;
  rollbackTransaction = notOffered;
  releaseConnection = (): Promise<void> => Promise.resolve();

  destroy(): Promise<void> {
    this.#reader.close();
    return Promise.resolve();
  }
}

function notOffered(): never {
  throw new Error('A database of another system is read in single statements, a page at a time.');
}
