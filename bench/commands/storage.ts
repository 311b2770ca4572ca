import { measureOurs, measureRowPerRefresh, type Storage } from '../growth/storage.ts';
import { openStage, quickPlan, thoroughPlan } from '../measure/stage.ts';
import { save } from '../report/save.ts';
import { describeMachine, readResults } from '../report/results.ts';
import { table } from '../report/table.ts';
import { say, type Options } from './options.ts';

const thorough = { sessions: 100_000, refreshes: 1_000_000 };
const quick = { sessions: 1_000, refreshes: 500 };

/** What a million refreshes do to the database, in our layout and in one with a row for every refresh. */
export async function measureStorage({ isQuick, isSaved }: Options): Promise<void> {
  const stage = openStage(isQuick ? quickPlan : thoroughPlan);
  const amount = isQuick ? quick : thorough;
  try {
    say('refreshing, a row for every session …');
    const ours = await measureOurs(stage, amount);
    say('refreshing, a row for every refresh …');
    const theirs = await measureRowPerRefresh(stage, amount);
    const head = ['', 'a row for every session', 'a row for every refresh'];
    const lines = figures.map(([name, show]) => [
      name,
      ...[ours, theirs].map((one) => show(one, amount.sessions)),
    ]);
    console.log(table(head, lines));
    if (!isSaved) return;
    const before = readResults();
    const facts = {
      bytesPerSession: Math.round((ours.tableAfter + ours.indexesAfter) / amount.sessions),
      walPerRefresh: Math.round(ours.wal / ours.refreshes),
    };
    const storage = { machine: describeMachine(stage.generator.name), head, lines, facts };
    await save({ ...before, tables: { ...before.tables, storage } });
  } finally {
    await stage.end();
  }
}

type Figure = readonly [name: string, show: (storage: Storage, sessions: number) => string];

const figures: readonly Figure[] = [
  ['sessions', (_, sessions) => whole(sessions)],
  ['refreshes', ({ refreshes }) => whole(refreshes)],
  ['rows afterwards', ({ rows }) => whole(rows)],
  ['bytes of the table for a session, before', (one, sessions) => whole(one.tableBefore / sessions)],
  ['bytes of indexes for a session, before', (one, sessions) => whole(one.indexesBefore / sessions)],
  ['bytes of the table for a session, after', (one, sessions) => whole(one.tableAfter / sessions)],
  ['bytes of indexes for a session, after', (one, sessions) => whole(one.indexesAfter / sessions)],
  ['growth in all', growth],
  ['updates that touched no index (HOT)', ({ hotShare }) => `${(hotShare * 100).toFixed(1)} %`],
  ['bytes of WAL for a refresh', ({ wal, refreshes }) => whole(wal / refreshes)],
];

function growth(one: Storage): string {
  const times = (one.tableAfter + one.indexesAfter) / (one.tableBefore + one.indexesBefore);
  return `${times.toFixed(2)} ×`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
