import { perSecond } from './figures.ts';
import type { Results } from './results.ts';
import { table } from './table.ts';

const users = [10_000, 1_000_000, 100_000_000];
/** How often a client of an active user refreshes: once in the life of an access token. */
const refreshEverySeconds = 30;

/** What so many active users need, as far as it follows from what was measured; undefined: too little was. */
export function writeSizing({ rows, tables, machine }: Results): string | undefined {
  const rate = Math.max(...Object.entries(rows['refresh-postgres-many']?.from ?? {}).flatMap(ofLatchkey));
  const { bytesPerSession, walPerRefresh } = tables['storage']?.facts ?? {};
  if (!machine || !Number.isFinite(rate) || bytesPerSession === undefined || walPerRefresh === undefined)
    return undefined;
  const perCore = rate / machine.cores;
  const lines = users.map((count) => {
    const refreshes = count / refreshEverySeconds;
    return [
      count.toLocaleString('en'),
      count.toLocaleString('en'),
      bytes(count * bytesPerSession),
      perSecond(refreshes),
      `${bytes(refreshes * walPerRefresh)}/s`,
      perSecond(Math.ceil((10 * refreshes) / perCore) / 10),
    ];
  });
  const head = ['active users', 'rows', 'table and indexes', 'rows written a second', 'WAL', 'cores'];
  const active = perSecond(perCore * refreshEverySeconds);
  return `${table(head, lines)}\n\nOne core serves about ${active} active users: ${perSecond(perCore)} refreshes a second.`;
}

function ofLatchkey([name, rate]: [string, number]): number[] {
  return name.startsWith('Latchkey') ? [rate] : [];
}

function bytes(count: number): string {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  const unit = ['B', 'kB', 'MB', 'GB', 'TB'][power] ?? '';
  return `${(count / 1_000 ** power).toLocaleString('en', { maximumSignificantDigits: 2 })} ${unit}`;
}
