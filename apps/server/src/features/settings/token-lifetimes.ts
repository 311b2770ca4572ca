import type { Database, Db } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import type { LiveSettings } from './live-settings.ts';
import { selectLifetimesInUse, selectValuesSince, upsertLifetime } from './queries.ts';
import { settingDefinitions } from './registry.ts';

const name = 'ACCESS_TOKEN_LIFETIME';
/** A token is good for the leeway of a verifier (60 s at most) after it has expired; and nodes may be late by 15 s. */
const slackMs = 75_000;

/** No access token can be good for longer than this after it was issued, whatever the settings are and were. */
export const longestTokenLifeMs = settingDefinitions[name].maximum * 1_000 + slackMs;

/**
 * How long, in milliseconds, a token that may still be good can be good after it was issued: by the lifetime in force,
 * by one that another node has set a moment ago, by those that were replaced so recently that tokens of that time have
 * not expired, and by the defaults that nodes were started with. The leeway of verifiers is counted in.
 */
export async function selectLongestTokenLifeMs(db: Db, live: LiveSettings, now: number): Promise<number> {
  const expiredSince = now - slackMs;
  const toMs = (json: string | null): number =>
    (json === null ? live.defaults()[name] : Number(JSON.parse(json))) * 1_000;
  const changes = await selectValuesSince(db, name, now - longestTokenLifeMs);
  const replaced = changes
    .map(({ from, at }) => ({ lifetime: toMs(from), at }))
    .filter(({ lifetime, at }) => at + lifetime > expiredSince);
  const [newest] = changes;
  const lifetimes = [
    live.get(name) * 1_000,
    ...(newest ? [toMs(newest.to)] : []),
    ...replaced.map(({ lifetime }) => lifetime),
    ...(await selectLifetimesInUse(db, expiredSince)),
  ];
  return Math.max(...lifetimes) + slackMs;
}

interface NotingDeps {
  readonly database: Database;
  readonly settings: LiveSettings;
  readonly clock: Clock;
}

/** Notes which lifetime the tokens of this process have by default: it may be another one after the next start. */
export async function noteLifetime({ database, settings, clock }: NotingDeps): Promise<void> {
  const now = await readDatabaseTime(database.kysely, clock);
  await upsertLifetime(database.kysely, settings.defaults().ACCESS_TOKEN_LIFETIME, now);
}
