import type { Db } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import * as queries from './queries.ts';
import { createTallies, type Tallies } from './tallies.ts';

/** How much time one count is for. */
export const stretchMs = 300_000;
const keptMs = 90 * 24 * 3_600_000;

export type ActivityKind = 'login' | 'failed login' | 'refresh';

/**
 * Counts what happens too often to write down each time. The counts are kept in memory and added to the database every
 * few seconds; a killed process loses the last of them.
 */
export interface Activity {
  /** What this process has counted, by outcome; it is never written down. */
  readonly tallies: Tallies;
  count(kind: ActivityKind): void;
  /** Adds what was counted to the database. */
  flush(): Promise<void>;
  /** The counts since a time in milliseconds since the epoch, of all nodes, oldest first. */
  since(time: number): Promise<{ since: number; kind: string; count: number }[]>;
  /** Forgets what is too old to be looked at. */
  clear(): Promise<void>;
}

export function createActivity(db: Db, clock: Clock): Activity {
  let counts = new Map<ActivityKind, number>();
  const add = (kind: ActivityKind, number: number): void =>
    void counts.set(kind, (counts.get(kind) ?? 0) + number);

  return {
    tallies: createTallies(),
    count: (kind) => add(kind, 1),
    async flush() {
      if (counts.size === 0) return;
      const counted = counts;
      counts = new Map();
      try {
        const now = await readDatabaseTime(db, clock);
        await queries.addCounts(db, now - (now % stretchMs), counted);
      } catch (error) {
        for (const [kind, number] of counted) add(kind, number);
        throw error;
      }
    },
    since: (time) => queries.selectCounts(db, time - (time % stretchMs)),
    clear: async () => queries.deleteCountsBefore(db, (await readDatabaseTime(db, clock)) - keptMs),
  };
}
