import {
  SelectQueryNode,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import { beginImmediate, transact, type Statement, type StatementCache } from './statements.ts';
import type { WriteLine } from './write-line.ts';

/**
 * Kysely's driver for the two handles of a file. A query that only reads, outside of a transaction, reads what is
 * committed and waits for nobody. All else waits its turn, and writes in a transaction that holds the write lock from its
 * beginning: one that reads first and asks for the lock later fails at once where another process has written in between.
 */
export class TwoHandleDriver implements Driver {
  readonly #writer: StatementCache;
  readonly #reader: StatementCache;
  readonly #line: WriteLine;

  constructor(handles: { writer: StatementCache; reader: StatementCache }, line: WriteLine) {
    this.#writer = handles.writer;
    this.#reader = handles.reader;
    this.#line = line;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<Turn> {
    return Promise.resolve(new Turn(this.#writer, this.#reader, this.#line));
  }

  async beginTransaction(turn: Turn): Promise<void> {
    await turn.enter();
    await beginImmediate(this.#writer);
  }

  commitTransaction(): Promise<void> {
    this.#writer.prepare('commit').run();
    return Promise.resolve();
  }

  /** Where the disk took no more, SQLite has rolled back by itself; a second time would fail and hide the cause. */
  rollbackTransaction(): Promise<void> {
    if (this.#writer.inTransaction) this.#writer.prepare('rollback').run();
    return Promise.resolve();
  }

  releaseConnection(turn: Turn): Promise<void> {
    turn.leave();
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    this.#writer.close();
    return Promise.resolve();
  }
}

/** What stands for a connection: in line for the writing handle from when it is needed. */
class Turn implements DatabaseConnection {
  readonly #writer: StatementCache;
  readonly #reader: StatementCache;
  readonly #line: WriteLine;
  #hasEntered = false;

  constructor(writer: StatementCache, reader: StatementCache, line: WriteLine) {
    this.#writer = writer;
    this.#reader = reader;
    this.#line = line;
  }

  async enter(): Promise<void> {
    if (this.#hasEntered) return;
    await this.#line.enter();
    this.#hasEntered = true;
  }

  leave(): void {
    if (this.#hasEntered) this.#line.leave();
    this.#hasEntered = false;
  }

  /**
   * A single statement that writes gets a transaction of its own, so that `begin immediate` is the only statement that
   * ever waits for the lock in vain. Any other would stay in progress after that, and no commit would succeed again.
   */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#hasEntered && reads(query)) return execute(this.#reader.prepare(query.sql), query);
    await this.enter();
    const statement = this.#writer.prepare(query.sql);
    return this.#writer.inTransaction || !writes(query)
      ? execute<R>(statement, query)
      : transact(this.#writer, () => execute<R>(statement, query));
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are read in pages, not as a stream.');
  }
}

function reads({ query }: CompiledQuery): boolean {
  return SelectQueryNode.is(query);
}

function writes(query: CompiledQuery): boolean {
  return !reads(query) && !/^\s*(select|pragma)\b/i.test(query.sql);
}

function execute<R>(statement: Statement, { parameters }: CompiledQuery): QueryResult<R> {
  // The rows are what the query's author says.
  if (statement.reader) return { rows: statement.all(parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
}
