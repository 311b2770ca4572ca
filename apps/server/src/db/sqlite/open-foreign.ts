import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import SqliteConnection from 'libsql';
import { Kysely, type CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import type { ForeignDatabase, ForeignTables } from '../foreign.ts';
import { sqliteDialect } from './dialect.ts';
import { cacheStatements, type StatementCache } from './statements.ts';

/** How long a statement waits while somebody else writes to the file, in milliseconds. */
const busyTimeoutMs = 5_000;

/** @throws Error where there is no such file, or it cannot be read. */
export function openForeignSqlite(file: string, isOneMoment: boolean): ForeignDatabase {
  // The driver would speak of an error 14.
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  // libsql has an option for this and does not heed it; what SQLite itself reads in the name holds.
  const connection = new SqliteConnection(`${pathToFileURL(file).href}?mode=ro`);
  connection.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  // One transaction for all that is read: what others commit meanwhile is not seen, and some of them have to wait.
  if (isOneMoment) connection.exec('begin');
  const statements = cacheStatements(connection);
  const kysely = new Kysely<ForeignTables>({ dialect: sqliteDialect(new ReadingDriver(statements)) });
  return { dialect: 'sqlite', kysely, close: () => kysely.destroy() };
}

class ReadingDriver implements Driver {
  readonly #statements: StatementCache;

  constructor(statements: StatementCache) {
    this.#statements = statements;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    const statements = this.#statements;
    return Promise.resolve({
      executeQuery: <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> =>
        // The rows are what the query's author says.
        Promise.resolve({ rows: statements.prepare(sql).all(parameters) as R[] }),
      streamQuery(): never {
        throw new Error('Rows are read in pages, not as a stream.');
      },
    });
  }

  beginTransaction(): Promise<void> {
    return Promise.reject(new Error('What is read needs no transaction of its own.'));
  }

  commitTransaction(): Promise<void> {
    return this.beginTransaction();
  }

  rollbackTransaction(): Promise<void> {
    return this.beginTransaction();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    // libsql closes a connection only later, and until then a transaction would keep others from writing.
    if (this.#statements.inTransaction) this.#statements.prepare('rollback').run();
    this.#statements.close();
    return Promise.resolve();
  }
}
