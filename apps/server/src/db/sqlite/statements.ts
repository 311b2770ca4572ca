import type { Database as Connection } from 'libsql';

export interface Statement {
  readonly reader: boolean;
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint };
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
  iterate(...parameters: unknown[]): IterableIterator<unknown>;
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
  return {
    get inTransaction() {
      return connection.inTransaction;
    },
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= maximumStatements) statements.clear();
      const statement = connection.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    close() {
      statements.clear();
      connection.close();
    },
  };
}

/** Runs `work`, which must not wait for anything, in one transaction. */
export function transact<T>(connection: StatementCache, work: () => T): T {
  connection.prepare('begin immediate').run();
  try {
    const result = work();
    connection.prepare('commit').run();
    return result;
  } catch (error) {
    // SQLite has rolled back by itself already where the disk is full.
    if (connection.inTransaction) connection.prepare('rollback').run();
    throw error;
  }
}
