import { PostgresAdapter, sql } from 'kysely';
import type { Db, Trx } from './database.ts';

interface Lockable<T> {
  forNoKeyUpdate(): T;
}

/** Locks the rows that a query selects until the transaction ends. SQLite's transactions hold the only lock there is. */
export function lockRows<Q extends Lockable<Q>>(db: Db, query: Q): Q {
  return isPostgres(db) ? query.forNoKeyUpdate() : query;
}

interface Shareable<T> {
  forShare(): T;
}

/** Keeps others from changing the rows until the transaction ends; any number may hold them so at a time. */
export function shareRows<Q extends Shareable<Q>>(db: Db, query: Q): Q {
  return isPostgres(db) ? query.forShare() : query;
}

interface Skippable<T> {
  forUpdate(): T;
  skipLocked(): T;
}

/** Locks those of the rows that nobody else has locked, and selects them alone. */
export function lockFreeRows<Q extends Skippable<Q>>(db: Db, query: Q): Q {
  return isPostgres(db) ? query.forUpdate().skipLocked() : query;
}

/** Runs `work` in a transaction that no other node or process can be in at the same time. */
export function exclusively<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${startupLock})`.execute(trx);
    return work(trx);
  });
}

// Any number will do that nothing else in the database uses.
const startupLock = 4_711_001;

export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
