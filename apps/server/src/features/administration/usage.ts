import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Settings, Usage } from '../settings/index.ts';
import { countSessions } from './sessions-queries.ts';

const leastRecentSeconds = 300;
/** Counting looks at every session: whoever asks again at once is told what was found. */
const keptMs = 5_000;

/** How much the installation is used, at most a few seconds old. */
export function createUsage(database: Database, clock: Clock, settings: Settings): () => Promise<Usage> {
  let latest: { at: number; usage: Promise<Usage> } | undefined;

  async function count(): Promise<Usage> {
    const recentSeconds = Math.max(leastRecentSeconds, 2 * settings.get('ACCESS_TOKEN_LIFETIME'));
    const now = await readDatabaseTime(database.kysely, clock);
    const counted = await countSessions(database.kysely, { now, since: now - recentSeconds * 1_000 });
    return { liveSessions: counted.live, recentSessions: counted.recent, recentSeconds };
  }

  return () => {
    if (latest && clock.now() - latest.at < keptMs) return latest.usage;
    const usage = count();
    latest = { at: clock.now(), usage };
    usage.catch(() => (latest = undefined));
    return usage;
  };
}
