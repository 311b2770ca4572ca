import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { PostgresDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { listen } from './listen.ts';

const mainConnections = 8;
/** Two: while one batch waits for its answer the next one is on its way. */
const rotationConnections = 2;
const connectTimeoutMs = 3_000;
const statementTimeoutMs = 10_000;

// A transaction that is begun at another level than READ COMMITTED would fail where ours wait and look again.
const everyConnection = [
  `set default_transaction_isolation = 'read committed'`,
  `set statement_timeout = ${statementTimeoutMs}`,
  `set lock_timeout = 5000`,
  `set idle_in_transaction_session_timeout = 15000`,
];

export function openPostgres(url: string, logger: Logger): PostgresDatabase {
  const pool = createPool(url, mainConnections, everyConnection, logger);
  // A rotation that a crash loses is healed by the newer token that its client holds.
  const rotationPool = createPool(
    url,
    rotationConnections,
    [...everyConnection, 'set synchronous_commit = off'],
    logger,
  );
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    dialect: 'postgres',
    kysely,
    pool,
    rotationPool,
    listen: (channel, onTold) => listen(url, channel, onTold),
    close: async () => {
      await rotationPool.end();
      // The dialect ends the pool it was given.
      await kysely.destroy();
    },
  };
}

function createPool(url: string, max: number, statements: readonly string[], logger: Logger): pg.Pool {
  const types = new pg.TypeOverrides();
  // Ids, selectors and times: all are below 2 ** 53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'latchkey',
    // The pool waits for the promise, though its type does not say so.
    onConnect: (client) => client.query(statements.join(';')) as unknown as undefined,
  });
  // A connection that breaks is replaced at the next use. Without a listener it would end the process: the pool's own
  // listens while the connection is idle, the client's also between two statements of a transaction.
  const onLost = (error: Error): void => logger.warn({ err: error }, 'a database connection was lost');
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', onLost));
  return pool;
}
