import { sql, type RawBuilder } from 'kysely';
import type { ForeignDatabase } from '../../db/foreign.ts';
import type { Column, Field, SourceTable } from './source-table.ts';

/** A user as the source has it; nothing of it has been looked at. Who has no flag for it is active. */
export type SourceRow = Readonly<Record<Field, unknown>>;

/** How many users there are. */
export async function countUsers({ kysely }: ForeignDatabase, table: SourceTable): Promise<number> {
  const { rows } = await sql<{ count: unknown }>`select count(*) as count from ${from(table)}`.execute(
    kysely,
  );
  return Number(rows[0]?.count);
}

/** The users after an id, in the order of the ids; the first ones without one. Ids come as text, with every digit. */
export async function selectUsers(
  { kysely, dialect }: ForeignDatabase,
  table: SourceTable,
  after: string | undefined,
  limit: number,
): Promise<readonly SourceRow[]> {
  const { columns } = table;
  const isPostgres = dialect === 'postgres';
  const plain = (column: Column | undefined): RawBuilder<unknown> =>
    !column ? sql`null` : isPostgres ? sql`${own(column)}::text` : own(column);
  const id = own(columns.id);
  const beginning =
    after === undefined ? sql`${id} is not null` : sql`${id} > cast(${after} as ${bigint(isPostgres)})`;
  const { rows } = await sql<SourceRow>`
    select
      cast(${id} as text) as id,
      ${plain(columns.email)} as email,
      ${plain(columns.password)} as password,
      ${plain(columns.username)} as username,
      ${columns.active ? plain(columns.active) : sql`1`} as active,
      ${plain(columns.superuser)} as superuser,
      ${isPostgres ? milliseconds(columns.joined) : plain(columns.joined)} as joined
    from ${from(table)} as users
    where ${beginning}
    order by ${id}
    limit ${limit}`.execute(kysely);
  return rows;
}

/**
 * The largest id that the source has ever given, as far as it says so: that of a user who was deleted since is in no
 * table any more.
 */
export async function selectLargestGivenId(
  { kysely, dialect }: ForeignDatabase,
  { schema, name, columns }: SourceTable,
): Promise<number> {
  if (dialect === 'sqlite') {
    const { rows: tables } = await sql`
      select name from sqlite_master where name = 'sqlite_sequence'`.execute(kysely);
    if (tables.length === 0) return 0;
    const { rows } = await sql<{ seq: unknown }>`
      select max(seq) as seq from sqlite_sequence where name = ${name}`.execute(kysely);
    return Number(rows[0]?.seq ?? 0);
  }
  const title =
    schema === undefined
      ? sql`quote_ident(${name})`
      : sql`quote_ident(${schema}) || '.' || quote_ident(${name})`;
  const { rows } = await sql<{ sequence: string | null; readable: boolean | null }>`
    select sequence, has_sequence_privilege(sequence, 'SELECT') as readable
    from (select pg_get_serial_sequence(${title}, ${columns.id.name}) as sequence) as found`.execute(kysely);
  const [found] = rows;
  if (!found?.sequence || found.readable !== true) return 0;
  // PostgreSQL has quoted it where that is needed.
  const { rows: values } = await sql<{ last: unknown }>`
    select last_value as last from ${sql.raw(found.sequence)}`.execute(kysely);
  return Number(values[0]?.last ?? 0);
}

/** With its table: what a query selects may have the same name, and goes first where rows are put in order. */
function own({ name }: Column): RawBuilder<unknown> {
  return sql.id('users', name);
}

function from({ schema, name }: SourceTable): RawBuilder<unknown> {
  return schema === undefined ? sql.id(name) : sql.id(schema, name);
}

function bigint(isPostgres: boolean): RawBuilder<unknown> {
  return isPostgres ? sql`bigint` : sql`integer`;
}

/** A time without a zone is taken for UTC. What is no time at all is left out. */
function milliseconds(column: Column | undefined): RawBuilder<unknown> {
  return column && /^(timestamp|date)/.test(column.type)
    ? sql`(extract(epoch from ${own(column)}) * 1000)::float8`
    : sql`null`;
}
