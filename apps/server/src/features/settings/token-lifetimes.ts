import type { Db } from '../../db/database.ts';
import type { LiveSettings } from './live-settings.ts';
import { selectValuesSince } from './queries.ts';
import { settingDefinitions } from './registry.ts';

const name = 'ACCESS_TOKEN_LIFETIME';
export const longestTokenLifetimeMs = settingDefinitions[name].maximum * 1_000;

/**
 * The lifetimes, in milliseconds, of access tokens that may still be valid: the one in force, one that another node has
 * set a moment ago, and those that were replaced so recently that tokens of that time had not expired at `expiredSince`.
 */
export async function selectTokenLifetimes(
  db: Db,
  live: LiveSettings,
  expiredSince: number,
): Promise<number[]> {
  const toMs = (json: string | null): number =>
    (json === null ? live.defaults()[name] : Number(JSON.parse(json))) * 1_000;
  const changes = await selectValuesSince(db, name, expiredSince - longestTokenLifetimeMs);
  const replaced = changes
    .map(({ from, at }) => ({ lifetime: toMs(from), at }))
    .filter(({ lifetime, at }) => at + lifetime > expiredSince);
  const [newest] = changes;
  return [
    live.get(name) * 1_000,
    ...(newest ? [toMs(newest.to)] : []),
    ...replaced.map(({ lifetime }) => lifetime),
  ];
}
