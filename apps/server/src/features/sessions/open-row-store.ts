import { forDialect, type Database } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import { createPostgresRowStore } from './row-store.postgres.ts';
import { createSqliteRowStore } from './row-store.sqlite.ts';
import type { RowStore } from './row-store.ts';

/** The store that is written for the dialect of the database. */
export function createRowStore(database: Database, clock: Clock): RowStore {
  return forDialect(database, {
    sqlite: ({ file }) => createSqliteRowStore(file, clock),
    postgres: ({ quickPool }) => createPostgresRowStore(quickPool, clock),
  });
}
