import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import { tracingInUse, type OpenSpan, type Tracing } from '../lib/tracing.ts';

/**
 * The same dialect; where there is a tracing, with a span for each transaction and for each statement outside of one,
 * below that of whoever asked. What the server does by itself has none: it asks every second.
 */
export function tracedDialect(dialect: Dialect, system: 'sqlite' | 'postgresql'): Dialect {
  const tracing = tracingInUse();
  if (!tracing) return dialect;
  return {
    createDriver: () => new TracedDriver(dialect.createDriver(), tracing, system),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

class TracedDriver implements Driver {
  readonly #driver: Driver;
  readonly #tracing: Tracing;
  readonly #system: string;

  constructor(driver: Driver, tracing: Tracing, system: string) {
    this.#driver = driver;
    this.#tracing = tracing;
    this.#system = system;
  }

  init(): Promise<void> {
    return this.#driver.init();
  }

  async acquireConnection(): Promise<TracedConnection> {
    return new TracedConnection(await this.#driver.acquireConnection(), this.#tracing, this.#system);
  }

  async beginTransaction(connection: TracedConnection, settings: TransactionSettings): Promise<void> {
    connection.beginTransaction();
    try {
      await this.#driver.beginTransaction(connection.inner, settings);
    } catch (error) {
      connection.endTransaction(error);
      throw error;
    }
  }

  async commitTransaction(connection: TracedConnection): Promise<void> {
    await this.#driver.commitTransaction(connection.inner);
    connection.endTransaction();
  }

  async rollbackTransaction(connection: TracedConnection): Promise<void> {
    await this.#driver.rollbackTransaction(connection.inner);
    connection.endTransaction(new Error('rolled back'));
  }

  releaseConnection(connection: TracedConnection): Promise<void> {
    connection.endTransaction(new Error('given up'));
    return this.#driver.releaseConnection(connection.inner);
  }

  destroy(): Promise<void> {
    return this.#driver.destroy();
  }
}

class TracedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #tracing: Tracing;
  readonly #system: string;
  #transaction: OpenSpan | undefined;
  #isInTransaction = false;

  constructor(inner: DatabaseConnection, tracing: Tracing, system: string) {
    this.inner = inner;
    this.#tracing = tracing;
    this.#system = system;
  }

  beginTransaction(): void {
    this.#isInTransaction = true;
    if (!this.#tracing.here()) return;
    const attributes = { 'db.system.name': this.#system };
    this.#transaction = this.#tracing.begin({ name: 'transaction', kind: 'client', attributes });
  }

  endTransaction(error?: unknown): void {
    this.#isInTransaction = false;
    this.#transaction?.end(error);
    this.#transaction = undefined;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#isInTransaction || !this.#tracing.here()) return this.inner.executeQuery<R>(query);
    const { operation, table } = summarise(query.sql);
    const attributes = {
      'db.system.name': this.#system,
      'db.operation.name': operation,
      ...(table !== undefined && { 'db.collection.name': table }),
    };
    const name = table === undefined ? operation : `${operation} ${table}`;
    return this.#tracing.inSpan({ name, kind: 'client', attributes }, () =>
      this.inner.executeQuery<R>(query),
    );
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/** What a statement does and to which table first. Nothing else of its text is told. */
function summarise(sql: string): { operation: string; table: string | undefined } {
  const operation = /^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase() ?? 'statement';
  return { operation, table: /\b(?:from|into|update)\s+"?([a-z_]+)"?/i.exec(sql)?.[1] };
}
