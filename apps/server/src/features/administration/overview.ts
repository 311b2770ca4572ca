import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import { stretchMs, type Activity } from '../activity/index.ts';
import type { AuditService } from '../audit/index.ts';
import type { Node } from '../installation/index.ts';
import type { LiveSettings, Usage } from '../settings/index.ts';
import { countAccounts } from './accounts-queries.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly audit: AuditService;
  readonly node: Node;
  readonly settings: LiveSettings;
  readonly usage: () => Promise<Usage>;
}

const hourMs = 3_600_000;
/** More points than this would not be told apart in a plot. */
const mostBuckets = 288;

export type Overview = ReturnType<typeof createOverview>;

/** The numbers that an operator looks for first. */
export function createOverview({ database, clock, activity, audit, node, settings, usage }: Deps) {
  const { kysely } = database;

  /** Counts in buckets that are as long as makes not too many, those without anything included. */
  async function activitySince(from: number, now: number) {
    const stretches = Math.ceil((now - from) / stretchMs / mostBuckets);
    const bucketMs = stretches * stretchMs;
    const first = from - (from % bucketMs);
    const buckets = Array.from({ length: Math.floor((now - first) / bucketMs) + 1 }, (_, i) => ({
      at: new Date(first + i * bucketMs).toISOString(),
      logins: 0,
      failed_logins: 0,
      refreshes: 0,
    }));
    const fields = { login: 'logins', 'failed login': 'failed_logins', refresh: 'refreshes' } as const;
    for (const { since, kind, count } of await activity.since(first)) {
      const bucket = buckets[Math.floor((since - first) / bucketMs)];
      const field = Object.entries(fields).find(([name]) => name === kind)?.[1];
      if (bucket && field) bucket[field] += count;
    }
    return { bucket_seconds: bucketMs / 1_000, buckets };
  }

  return async (hours: number) => {
    await activity.flush();
    const now = await readDatabaseTime(kysely, clock);
    const { liveSessions } = await usage();
    return {
      accounts: await countAccounts(kysely),
      sessions: { live: liveSessions },
      reuse_detections: {
        last_24_hours: await audit.countReuse(now - 24 * hourMs),
        last_30_days: await audit.countReuse(now - 30 * 24 * hourMs),
      },
      settings_version: settings.version(),
      nodes: (await node.list(now)).map((other) => ({
        id: other.id,
        version: other.software,
        started_at: new Date(other.startedAt).toISOString(),
        seen_at: new Date(other.seenAt).toISOString(),
        settings_version: other.settingsVersion,
        this_one: other.id === node.id,
      })),
      activity: await activitySince(now - hours * hourMs, now),
    };
  };
}
