import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Opened, PostgresDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { tracedDialect } from '../traced-dialect.ts';
import { listen } from './listen.ts';
import { BoundedPool, connectTimeoutMs, numberTypes } from './pool.ts';

const mainConnections = 8;
/** Two for batches of rotations, two for sessions that somebody holds, and two for `me`. */
const quickConnections = 6;

/** What every connection is set to; times are in milliseconds. */
function settings(times: { lockTimeout: number; statementTimeout: number }): string[] {
  return [
    // A transaction begun at another level would fail where ours wait and look again.
    `set default_transaction_isolation = 'read committed'`,
    `set statement_timeout = ${times.statementTimeout}`,
    `set lock_timeout = ${times.lockTimeout}`,
    `set idle_in_transaction_session_timeout = 15000`,
  ];
}

export function openPostgres(url: string, logger: Logger): PostgresDatabase {
  const pool = new BoundedPool({
    name: 'main',
    url,
    logger,
    max: mainConnections,
    statements: settings({ lockTimeout: 5_000, statementTimeout: 6_000 }),
    longestAnswerMs: 7_000,
  });
  const quickPool = new BoundedPool({
    name: 'quick',
    url,
    logger,
    max: quickConnections,
    // A rotation that a crash loses is healed by the newer token that its client holds.
    statements: [...settings({ lockTimeout: 500, statementTimeout: 2_000 }), 'set synchronous_commit = off'],
    longestAnswerMs: 3_000,
  });
  const kysely = new Kysely<Tables>({
    dialect: tracedDialect(new PostgresDialect({ pool }), 'postgresql'),
  });
  return {
    dialect: 'postgres',
    kysely,
    quickPool,
    load: () => [pool.load(), quickPool.load()],
    listen: (channel, onTold) => listen(url, channel, onTold),
    close: async () => {
      await quickPool.end();
      // The dialect ends the pool it was given.
      await kysely.destroy();
    },
  };
}

/** For what takes as long as the database is large, whatever the server or the user is set to. */
export const withoutLimits = [
  `set default_transaction_isolation = 'read committed'`,
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
].join(';');

/** One connection, whose statements may take their time. */
export function openPostgresAlone(url: string): Opened {
  const pool = new pg.Pool({
    connectionString: url,
    types: numberTypes(),
    max: 1,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'latchkey',
    // The pool waits for the promise, though its type does not say so.
    onConnect: (client) => client.query(withoutLimits) as unknown as undefined,
  });
  // A connection that is lost fails the statement; its event alone would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { kysely, close: () => kysely.destroy() };
}
