import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { ForeignDatabase, ForeignTables } from '../foreign.ts';

const connectTimeoutMs = 10_000;

/** @throws the driver's error where it cannot be reached. */
export async function openForeignPostgres(url: string): Promise<ForeignDatabase> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    types,
    // One connection, and on it one transaction for all that is read.
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'latchkey import',
    // The pool waits for the promise, though its type does not say so.
    onConnect: (client) =>
      client.query('begin transaction isolation level repeatable read read only') as unknown as undefined,
  });
  // A connection that is lost is told by the next query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<ForeignTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(kysely);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return { dialect: 'postgres', kysely, close: () => kysely.destroy() };
}
