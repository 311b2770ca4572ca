import {
  PostgresAdapter,
  sql,
  type ColumnDefinitionBuilder,
  type CreateTableBuilder,
  type Kysely,
} from 'kysely';

const isPostgres = (db: Kysely<unknown>): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** An id that the database gives and never gives again, also after its row was deleted. */
export const generatedId =
  (db: Kysely<unknown>) =>
  (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    isPostgres(db) ? column.primaryKey().generatedByDefaultAsIdentity() : column.primaryKey().autoIncrement();

/** The type of ids and of times. SQLite wants the word `integer` for its row ids. */
export const bigInteger = (db: Kysely<unknown>): 'bigint' | 'integer' =>
  isPostgres(db) ? 'bigint' : 'integer';

/** Leaves room in every page, so that an updated row stays where it is and no index has to follow (a HOT update). */
export function updatedInPlace<T extends CreateTableBuilder<string, string>>(
  db: Kysely<unknown>,
  table: T,
): T {
  // modifyEnd returns the type of what it is called on; its declaration has only forgotten to say so.
  return isPostgres(db) ? (table.modifyEnd(sql`with (fillfactor = 70)`) as T) : table;
}
