import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import { isPostgres } from '../db/locking.ts';
import { quoted } from '../db/snapshot.ts';

/** Each table that is there, with its columns and their types, as the database calls them. */
export type TableColumns = ReadonlyMap<string, ReadonlyMap<string, string>>;

export async function selectColumns(db: Db): Promise<TableColumns> {
  const { rows } = isPostgres(db)
    ? await sql<Column>`
        select table_name::text as "table", column_name::text as name, udt_name::text as type
        from information_schema.columns where table_schema = current_schema()`.execute(db)
    : await sql<Column>`
        select m.name as "table", c.name as name, c.type as type
        from sqlite_master as m join pragma_table_info(m.name) as c where m.type = 'table'`.execute(db);
  const tables = new Map<string, Map<string, string>>();
  for (const { table, name, type } of rows) tables.set(table, new Map(tables.get(table)).set(name, type));
  return tables;
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

export async function countRows(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** Drops tables; of those that refer to each other the one that is referred to comes first in the list. */
export async function dropTables(trx: Trx, tables: readonly string[]): Promise<void> {
  for (const table of [...tables].reverse()) {
    await trx.schema.dropTable(table).execute();
    if (isPostgres(trx))
      await sql`drop function if exists ${sql.ref(`${table}_are_append_only`)}()`.execute(trx);
  }
}

/**
 * Inserts rows of a backup.
 *
 * @param types of the columns, which the rows have in this order.
 * @param json a list of lists.
 */
export function insertRows(
  trx: Trx,
  table: string,
  types: readonly (readonly [column: string, type: string])[],
  json: string,
): Promise<unknown> {
  const columns = types.map(([column]) => quoted(column)).join(', ');
  const values = types.map(([, type], i) =>
    isPostgres(trx) ? `(line ->> ${i})::${type}` : `json_extract(value, '$[${i}]')`,
  );
  const rows = isPostgres(trx)
    ? sql`jsonb_array_elements(${json}::jsonb) as rows(line)`
    : sql`json_each(${json})`;
  return sql`insert into ${sql.table(table)} (${sql.raw(columns)})
    select ${sql.raw(values.join(', '))} from ${rows}`.execute(trx);
}

/** For each table that numbers its rows, which column has the number, and the last one that was given. */
export async function selectLastIds(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = isPostgres(db)
    ? await sql<LastId>`
        select table_name::text as "table",
          coalesce(pg_sequence_last_value(pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass), 0) as last
        from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'`.execute(
        db,
      )
    : await sql<LastId>`select name as "table", seq as last from sqlite_sequence`.execute(db);
  return new Map(rows.map(({ table, last }) => [table, last]));
}

interface LastId {
  readonly table: string;
  readonly last: number;
}

/** Lets the table give the number after this one next. */
export async function setLastId(trx: Trx, table: string, last: number): Promise<void> {
  if (isPostgres(trx)) {
    await sql`select setval(pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass, ${last}::bigint)
      from information_schema.columns
      where table_schema = current_schema() and is_identity = 'YES' and table_name = ${table}`.execute(trx);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(trx);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(trx);
}

/** What waited to be sent may have been sent since: it is uncertain, until an operator sends it again. */
export async function holdMails(trx: Trx, now: number, failure: string): Promise<number> {
  await trx.deleteFrom('mail_requests').execute();
  const { numUpdatedRows } = await trx
    .updateTable('mails')
    .set({ state: 'uncertain', claim: null, settled_at: now, failure })
    .where('state', 'in', ['waiting', 'sending'])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** PostgreSQL plans by what it knows of its tables; of new ones it knows nothing for a while. */
export async function analyze(trx: Trx, tables: readonly string[]): Promise<void> {
  if (!isPostgres(trx)) return;
  for (const table of tables) await sql`analyze ${sql.table(table)}`.execute(trx);
}
