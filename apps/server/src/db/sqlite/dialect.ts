import {
  SqliteAdapter,
  SqliteQueryCompiler,
  SqliteIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
} from 'kysely';

/** SQLite, as Kysely knows it, over a driver of ours. */
export function sqliteDialect(driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  };
}

/** SQLite's definitions are transactional: of processes that start at once one migrates, and the others wait. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
