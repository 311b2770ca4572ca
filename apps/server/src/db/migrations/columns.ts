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

/** Lets nobody change a row of the table, not even by mistake. Deleting stays possible: old rows are cleared away. */
export async function appendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  const name = sql.ref(`${table}_are_append_only`);
  const message = sql.lit(`${table}: a row is never changed`);
  if (isPostgres(db)) {
    await sql`create function ${name}() returns trigger language plpgsql as
      ${sql.lit(`begin raise exception '${table}: a row is never changed'; end`)}`.execute(db);
    await sql`create trigger ${name} before update on ${sql.table(table)}
      for each row execute function ${name}()`.execute(db);
  } else {
    await sql`create trigger ${name} before update on ${sql.table(table)}
      begin select raise(abort, ${message}); end`.execute(db);
  }
}
