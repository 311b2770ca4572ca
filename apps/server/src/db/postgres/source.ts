import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Source } from '../source.ts';

const connectTimeoutMs = 10_000;

/**
 * One connection with one transaction for all that is read, which sees the database as it was at its beginning: a row that
 * moves meanwhile is neither missed nor seen twice.
 */
export async function openPostgresSource(url: string): Promise<Source> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: 1,
    connectionTimeoutMillis: connectTimeoutMs,
    // Another connection would see another moment.
    idleTimeoutMillis: 0,
    application_name: 'latchkey import',
    onConnect: (client) =>
      // The pool waits for the promise, though its type does not say so.
      client.query(
        'set default_transaction_read_only = on; begin transaction isolation level repeatable read read only',
      ) as unknown as undefined,
  });
  // Whoever reads is told by the query that fails; without a listener the process would end.
  pool.on('error', () => undefined);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(kysely);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return { dialect: 'postgres', kysely, close: () => kysely.destroy() };
}
