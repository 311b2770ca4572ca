import { setTimeout as pause } from 'node:timers/promises';
import { startLatchkey } from '../contestants/latchkey.ts';
import { createDatabase, type BenchDatabase } from '../installation/database.ts';
import { fill } from '../installation/fill.ts';
import { currentTokens } from '../installation/tokens.ts';
import type { Stage } from '../measure/stage.ts';
import * as rowPerRefresh from './row-per-refresh.ts';

/** What a layout takes, and what refreshing does to it. Sizes are in bytes. */
export interface Storage {
  readonly refreshes: number;
  readonly rows: number;
  readonly tableBefore: number;
  readonly indexesBefore: number;
  readonly tableAfter: number;
  readonly indexesAfter: number;
  readonly wal: number;
  /** Updates that touched no index, of all, from 0 to 1. */
  readonly hotShare: number;
}

export interface Amount {
  readonly sessions: number;
  readonly refreshes: number;
}

export async function measureOurs(stage: Stage, { sessions, refreshes }: Amount): Promise<Storage> {
  const database = await createDatabase(stage, 'PostgreSQL');
  await (await startLatchkey(stage, database)).stop();
  await fill(database, { accounts: 1_000, sessions });
  await database.settle();
  const server = await startLatchkey(stage, database);
  return around(database, 'sessions', async () => {
    for (let done = 0; done < refreshes;) {
      const tokens = await currentTokens(database, '');
      const load = { url: `${server.url}/api/refresh/`, method: 'POST', tokens, connections: 128 } as const;
      const { perSecond } = await stage.generator.send({ ...load, seconds: stage.plan.seconds });
      done += perSecond * stage.plan.seconds;
    }
    // A connection tells its statistics when it closes, or much later.
    await server.stop();
  });
}

export async function measureRowPerRefresh(stage: Stage, { sessions, refreshes }: Amount): Promise<Storage> {
  const database = await createDatabase(stage, 'PostgreSQL');
  await rowPerRefresh.makeTable(database, sessions);
  return around(database, rowPerRefresh.table, () => rowPerRefresh.refresh(database, sessions, refreshes));
}

async function around(database: BenchDatabase, table: string, work: () => Promise<void>): Promise<Storage> {
  const before = await look(database, table);
  await work();
  const after = await look(database, table);
  const refreshes = after.updates - before.updates;
  return {
    refreshes,
    rows: after.rows,
    tableBefore: before.table,
    indexesBefore: before.indexes,
    tableAfter: after.table,
    indexesAfter: after.indexes,
    wal: after.wal - before.wal,
    hotShare: (after.hot - before.hot) / refreshes,
  };
}

type Look = Record<'table' | 'indexes' | 'rows' | 'wal' | 'updates' | 'hot', number>;

async function look(database: BenchDatabase, table: string): Promise<Look> {
  await database.query('select pg_stat_force_next_flush()');
  await pause(1_500);
  const [row] = await database.query<Look>(`select pg_table_size('${table}')::float8 as table,
    pg_indexes_size('${table}')::float8 as indexes, (select count(*) from ${table})::float8 as rows,
    (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as wal, n_tup_upd::float8 as updates, n_tup_hot_upd::float8 as hot
    from pg_stat_user_tables where relname = '${table}'`);
  if (!row) throw new Error(`PostgreSQL knows nothing of ${table}`);
  return row;
}
