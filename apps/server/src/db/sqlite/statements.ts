import { setTimeout as pause } from 'node:timers/promises';
import type { Database as Connection, Statement as CompiledStatement } from 'libsql';
import { isBusy } from '../errors.ts';

export interface Statement {
  readonly reader: boolean;
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint };
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
}

/** A connection whose statements are compiled once. */
export interface StatementCache {
  readonly prepare: (sql: string) => Statement;
  readonly inTransaction: boolean;
  close(): void;
}

/** The two handles on one file: all writing goes through one of them, one transaction after the other. */
export interface SqliteFile {
  /** Runs `work`, which must not wait for anything, in one transaction of its own. */
  write<T>(work: (prepare: (sql: string) => Statement) => T): Promise<T>;
  /** A statement that reads what is committed, also while a transaction is open. */
  prepareRead(sql: string): Statement;
}

/** Lists of many lengths make many statements; past this number the cache starts anew. */
const maximumStatements = 500;

export function cacheStatements(connection: Connection): StatementCache {
  const statements = new Map<string, Statement>();
  let isClosed = false;
  return {
    get inTransaction() {
      // Of a connection that is closed libsql must not be asked: it would end the process.
      return !isClosed && connection.inTransaction;
    },
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= maximumStatements) statements.clear();
      const statement = describe(connection.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
    close() {
      isClosed = true;
      statements.clear();
      connection.close();
    },
  };
}

/** libsql takes long to say what a statement is, and longer to name the columns of a row than to read it. */
function describe(statement: CompiledStatement): Statement {
  const { reader } = statement;
  if (!reader)
    return { reader, run: (...parameters) => statement.run(...parameters), get: noRows, all: noRows };
  const names = statement
    .raw()
    .columns()
    .map(({ name }) => name);
  // Rows are arrays since `raw`.
  const named = (row: unknown[]): object => {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i += 1) object[names[i] ?? ''] = row[i];
    return object;
  };
  return {
    reader,
    run: (...parameters) => statement.run(...parameters),
    get(...parameters) {
      const row = statement.get(...parameters) as unknown[] | undefined;
      return row && named(row);
    },
    all: (...parameters) => (statement.all(...parameters) as unknown[][]).map(named),
  };
}

function noRows(): never {
  throw new TypeError('The statement gives no rows.');
}

/** How long a transaction waits for another process that is writing, in milliseconds. */
const longestWaitMs = 3_000;
const retryMs = 20;

/** Begins a transaction that holds the write lock; whoever waits for it blocks nobody who only reads. */
export async function beginImmediate(connection: StatementCache): Promise<void> {
  const deadline = performance.now() + longestWaitMs;
  for (;;) {
    try {
      connection.prepare('begin immediate').run();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await pause(retryMs);
  }
}

/** Runs `work`, which must not wait for anything, in one transaction. */
export async function transact<T>(connection: StatementCache, work: () => T): Promise<Awaited<T>> {
  await beginImmediate(connection);
  try {
    const result = work();
    connection.prepare('commit').run();
    return await result;
  } catch (error) {
    // SQLite has rolled back by itself already where the disk is full.
    if (connection.inTransaction) connection.prepare('rollback').run();
    throw error;
  }
}
