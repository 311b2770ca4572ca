import {
  type CompiledQuery,
  SelectQueryNode,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import { beginImmediate, transact, type StatementCache } from './statements.ts';
import type { WriteLine } from './write-line.ts';

/** Kysely on a connection whose every writing holds the write lock from its beginning. */
export class LatchkeySqliteDialect extends SqliteDialect {
  readonly #driver: Driver;

  constructor(database: StatementCache, line: WriteLine) {
    super({ database });
    this.#driver = new ImmediateDriver(database, line);
  }

  override createDriver(): Driver {
    return this.#driver;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** SQLite's definitions are transactional: of processes that start at once one migrates, and the others wait. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * A transaction that reads first and asks for the write lock later fails at once where another process has written in
 * between; this one asks first, and waits.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: StatementCache;
  readonly #line: WriteLine;

  constructor(database: StatementCache, line: WriteLine) {
    super({ database });
    this.#database = database;
    this.#line = line;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#line.enter();
    return new LockingConnection(await super.acquireConnection(), this.#database);
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection();
    this.#line.leave();
  }

  override beginTransaction(): Promise<void> {
    return beginImmediate(this.#database);
  }

  /** Where the disk took no more, SQLite has rolled back by itself; a second time would fail and hide the cause. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/**
 * Gives a single statement that writes a transaction of its own, so that `begin immediate` is the only statement that
 * ever waits for the lock in vain. Any other would stay in progress after that, and no commit would succeed again.
 */
class LockingConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #database: StatementCache;

  constructor(connection: DatabaseConnection, database: StatementCache) {
    this.#connection = connection;
    this.#database = database;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const execute = (): Promise<QueryResult<R>> => this.#connection.executeQuery<R>(query);
    return this.#database.inTransaction || !writes(query) ? execute() : transact(this.#database, execute);
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}

function writes({ query, sql }: CompiledQuery): boolean {
  return !SelectQueryNode.is(query) && !/^\s*(select|pragma|begin|commit|rollback)\b/i.test(sql);
}
