import { CompiledQuery, sql, type KyselyPlugin, type RootOperationNode } from 'kysely';
import { expect, test } from 'vitest';
import { fill } from '../../../../bench/installation/fill.ts';
import type { Db } from '../../src/db/database.ts';
import { selectAccounts } from '../../src/features/administration/accounts-queries.ts';
import { selectSessions } from '../../src/features/administration/sessions-queries.ts';
import { selectEvents } from '../../src/features/audit/queries.ts';
import { selectLiveSessions } from '../../src/features/sessions/own-queries.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { share } from '../support/share.ts';

const now = Date.now();
const limit = 51;
const before = { createdAt: now - 86_400_000, id: '5' };

const readsTheTable = /Seq Scan|SCAN \w+$|SCAN \w+ AS \w+$/m;
/** Reads whole tables, or sorts what it has read: either takes longer the more there is. */
const growsWithTheTable = new RegExp(`${readsTheTable.source}|\\bSort\\b|TEMP B-TREE`, 'm');

const lists: Record<string, (db: Db) => Promise<unknown>> = {
  'accounts, first page': (db) => selectAccounts(db, {}, { before: undefined, limit }),
  'accounts, a page from the middle': (db) => selectAccounts(db, {}, { before, limit }),
  'sessions, first page': (db) => selectSessions(db, { state: 'all' }, { before: undefined, limit, now }),
  'live sessions, a page from the middle': (db) =>
    selectSessions(db, { state: 'live' }, { before, limit, now }),
  'audit events, first page': (db) => selectEvents(db, {}, { before: undefined, limit }),
  'audit events, a page from the middle': (db) => selectEvents(db, {}, { before, limit }),
  'audit events of one kind': (db) => selectEvents(db, { event: 'login' }, { before, limit }),
};

/** Few enough to be sorted once they are found. */
const listsOfOneAccount: typeof lists = {
  'the own sessions': (db) => selectLiveSessions(db, 7, now, { before: undefined, limit }),
  'the sessions of an account': (db) =>
    selectSessions(db, { accountId: 7, state: 'all' }, { before, limit, now }),
  'the audit events of an account': (db) => selectEvents(db, { accountId: 7 }, { before, limit }),
};

onEveryDatabase('lists that are read page by page', (kind) => {
  const app = share(async (atTheEnd) => {
    const started = await startApp(kind, { atTheEnd });
    await fillApp(started);
    return started;
  });

  test.each(Object.entries(lists))('%s: an index gives the rows in their order', async (_, read) => {
    expect(await planOf(app(), read)).not.toMatch(growsWithTheTable);
  });

  test.each(Object.entries(listsOfOneAccount))('%s are found by an index', async (_, read) => {
    expect(await planOf(app(), read)).not.toMatch(readsTheTable);
  });

  test('a list that no index helps is noticed', async () => {
    const read = (db: Db) => db.selectFrom('accounts').selectAll().orderBy('username').limit(limit).execute();
    const plan = await planOf(app(), read);
    expect(plan).toMatch(growsWithTheTable);
    expect(plan).toMatch(readsTheTable);
  });
});

async function fillApp({ service: { database } }: TestApp): Promise<void> {
  const run = async (statement: string): Promise<void> => {
    await sql.raw(statement).execute(database.kysely);
  };
  const kind = database.dialect === 'postgres' ? 'PostgreSQL' : 'SQLite';
  await fill({ kind, run }, { accounts: 2_000, sessions: 10_000 });
  await run(
    `insert into audit_events (at, event, account_id, source, details)
     select created_at, case account_id % 3 when 0 then 'login' else 'logout' end, account_id, 'api', '{}' from sessions`,
  );
  await run('analyze');
}

/** What the database is going to do for the first statement of the work. */
async function planOf(
  { service: { database } }: TestApp,
  work: (db: Db) => Promise<unknown>,
): Promise<string> {
  const { kysely, dialect } = database;
  let node: RootOperationNode | undefined;
  const plugin: KyselyPlugin = {
    transformQuery: (args) => (node = args.node),
    transformResult: ({ result }) => Promise.resolve(result),
  };
  await work(kysely.withPlugin(plugin));
  if (!node) throw new Error('nothing was asked of the database');
  const { sql: text, parameters } = kysely.getExecutor().compileQuery(node, { queryId: 'plan' });
  const explain = dialect === 'postgres' ? 'explain' : 'explain query plan';
  const { rows } = await kysely.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(`${explain} ${text}`, [...parameters]),
  );
  return rows.map((row) => String(row['QUERY PLAN'] ?? row['detail'])).join('\n');
}
