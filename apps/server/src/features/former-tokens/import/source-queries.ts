import { sql, type RawBuilder } from 'kysely';
import type { ForeignDatabase } from '../../../db/foreign.ts';

export interface SourceUser {
  readonly id: number;
  readonly email: string | null;
  readonly isActive: boolean;
  readonly isStaff: boolean;
  /** The stored hash. */
  readonly password: string | null;
}

export interface RefreshTokenColumns {
  readonly token: string;
  readonly userId: string;
  readonly expiresAt: string;
}

/** The tables of a database, each with its columns. */
export async function selectTables({
  kysely,
}: ForeignDatabase): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const tables = await kysely.introspection.getTables();
  return new Map(tables.map(({ name, columns }) => [name, new Set(columns.map((column) => column.name))]));
}

/** Where the users are. */
export interface UserTable {
  readonly table: string;
  readonly id: string;
  readonly email: string;
  /** Columns that a custom user model may lack. */
  readonly has: (column: string) => boolean;
}

/** Users in the order of their ids. */
export async function selectUsers(
  source: ForeignDatabase,
  names: UserTable,
  which: { readonly after: number; readonly limit: number } | { readonly ids: readonly number[] },
): Promise<SourceUser[]> {
  const id = sql.ref(names.id);
  const flag = (column: string, otherwise: boolean): RawBuilder<unknown> =>
    names.has(column) ? sql.ref(column) : sql.lit(otherwise ? 1 : 0);
  const where = 'ids' in which ? sql`${id} in (${sql.join(which.ids)})` : sql`${id} > ${which.after}`;
  const limit = 'ids' in which ? sql`` : sql`limit ${sql.lit(which.limit)}`;
  const { rows } = await sql<Record<'id' | 'email' | 'active' | 'staff' | 'superuser' | 'password', unknown>>`
    select ${id} as id, ${sql.ref(names.email)} as email, ${flag('is_active', true)} as active,
      ${flag('is_staff', false)} as staff, ${flag('is_superuser', false)} as superuser,
      ${names.has('password') ? sql.ref('password') : sql`null`} as password
    from ${sql.table(names.table)} where ${where} order by ${id} ${limit}`.execute(source.kysely);
  return rows.map((row) => ({
    id: Number(row.id),
    email: typeof row.email === 'string' ? row.email : null,
    isActive: isTrue(row.active),
    isStaff: isTrue(row.staff) || isTrue(row.superuser),
    password: typeof row.password === 'string' ? row.password : null,
  }));
}

export interface SourceToken {
  /** As it is written there. */
  readonly token: string;
  readonly userId: number | null;
  /** In milliseconds since the epoch; null where it cannot be read. */
  readonly expiresAt: number | null;
}

/** Tokens in their own order, those after one. */
export async function selectRefreshTokens(
  source: ForeignDatabase,
  table: string,
  columns: RefreshTokenColumns,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<SourceToken[]> {
  const token = sql.ref(columns.token);
  const after = page.after === undefined ? sql`${token} is not null` : sql`${token} > ${page.after}`;
  const { rows } = await sql<Record<'token' | 'user_id' | 'expires_at', unknown>>`
    select ${token} as token, ${sql.ref(columns.userId)} as user_id, ${timeOf(source, columns.expiresAt)} as expires_at
    from ${sql.table(table)} where ${after} order by ${token} limit ${sql.lit(page.limit)}`.execute(
    source.kysely,
  );
  return rows.map((row) => ({
    token: String(row.token),
    userId: readId(row.user_id),
    expiresAt: readTime(row.expires_at),
  }));
}

export interface BlacklistedToken {
  readonly id: number;
  readonly jti: string;
  readonly userId: number | null;
  readonly expiresAt: number | null;
}

/** What SimpleJWT's token_blacklist app has blacklisted, in the order of its ids. */
export async function selectBlacklist(
  source: ForeignDatabase,
  page: { readonly after: number; readonly limit: number },
): Promise<BlacklistedToken[]> {
  const { rows } = await sql<Record<'id' | 'jti' | 'user_id' | 'expires_at', unknown>>`
    select listed.id as id, known.jti as jti, known.user_id as user_id, ${timeOf(source, 'known.expires_at')} as expires_at
    from token_blacklist_blacklistedtoken as listed
    inner join token_blacklist_outstandingtoken as known on known.id = listed.token_id
    where listed.id > ${page.after} order by listed.id limit ${sql.lit(page.limit)}`.execute(source.kysely);
  return rows.map((row) => ({
    id: Number(row.id),
    jti: String(row.jti),
    userId: readId(row.user_id),
    expiresAt: readTime(row.expires_at),
  }));
}

/** PostgreSQL counts a time without a zone as one in UTC here, as Django's SQLite has it. */
function timeOf({ dialect }: ForeignDatabase, column: string): RawBuilder<unknown> {
  const time = sql.ref(column);
  return dialect === 'postgres' ? sql`(extract(epoch from ${time}) * 1000)::bigint` : time;
}

function readTime(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(' ', 'T');
  const time = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : time;
}

/** Ids that are no numbers are those of no account here. */
function readId(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1;
}
