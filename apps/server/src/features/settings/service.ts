import type { Database } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { readDatabaseTime } from '../../db/time.ts';
import { toPage, type Place } from '../../http/paging.ts';
import { Problem, type FieldErrors } from '../../http/problems.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { settingsConflict } from './errors.ts';
import { foresee, type Usage } from './foresight.ts';
import { describeChange, describeSetting } from './describe.ts';
import type { LiveSettings } from './live-settings.ts';
import { parseSetting } from './parse.ts';
import * as queries from './queries.ts';
import { isSettingName, settingDefinitions, settingNames, type SettingValue } from './registry.ts';

/** New values under the names of their settings; null returns a setting to its default. */
export type GivenValues = Readonly<Record<string, unknown>>;

export interface SettingsServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly live: LiveSettings;
  /** How much this installation is used now, for what a change would mean. */
  readonly usage: () => Promise<Usage>;
  /** How many accounts could log in, but for an address that nobody has proven. */
  readonly countUnproven: () => Promise<number>;
}

export type SettingsService = ReturnType<typeof createSettingsService>;

/** What an admin does with the settings. */
export function createSettingsService({ database, clock, live, usage, countUnproven }: SettingsServiceDeps) {
  const { kysely } = database;

  async function list() {
    await live.refresh();
    return { version: live.version(), settings: settingNames.map((name) => describeSetting(live, name)) };
  }

  return {
    list,

    /**
     * Changes all of the settings that are given, or none.
     *
     * @param version the one that the caller has seen.
     * @throws Problem `invalid_request` naming each bad value; `settings_conflict` where the version is another by now.
     */
    async change(version: number, given: GivenValues, origin: Origin): Promise<void> {
      const values = parseAll(given);
      try {
        await kysely.transaction().execute(async (trx) => {
          const current = await queries.selectVersion(trx);
          if (current !== version) throw settingsConflict(current);
          const stored = await queries.selectOverrides(trx);
          const changes = [...values]
            .map(([name, to]) => ({ name, from: stored.get(name) ?? null, to: toJson(to) }))
            .filter(({ from, to }) => from !== to);
          if (changes.length === 0) return;
          const now = await readDatabaseTime(trx, clock);
          const next = { version: version + 1, at: now, actorId: origin.actorId, source: origin.source };
          await queries.insertVersion(trx, next);
          for (const change of changes) await queries.writeChange(trx, next.version, change);
          const details = { version: next.version, changes: changes.map(describeValues) };
          await recordEvent(trx, origin, now, { event: 'settings.changed', details });
          await queries.notifyNodes(trx);
        });
      } catch (error) {
        if (isUniqueViolation(error)) throw settingsConflict(await queries.selectVersion(kysely));
        throw error;
      }
      await live.refresh();
    },

    /**
     * What a change would mean, without making it.
     *
     * @throws Problem `invalid_request` naming each bad value.
     */
    async preview(given: GivenValues): Promise<{ name: string; text: string }[]> {
      const values = parseAll(given);
      const changes = [...values].map(([name, value]) => ({ name, to: value ?? live.defaults()[name] }));
      const past = await queries.selectChanges(kysely, 'ACCESS_TOKEN_LIFETIME', {
        before: undefined,
        limit: 20,
      });
      const now = await readDatabaseTime(kysely, clock);
      const earlier = past.map(({ at, from }) => ({
        endedSecondsAgo: Math.max(0, (now - at) / 1_000),
        lifetime: from === null ? live.defaults().ACCESS_TOKEN_LIFETIME : Number(JSON.parse(from)),
      }));
      // It looks at every account.
      const unprovenAccounts = values.has('EMAIL_VERIFICATION') ? await countUnproven() : 0;
      return foresee(changes, { live, usage: await usage(), unprovenAccounts, earlier });
    },

    /** What was changed, newest first. */
    async history(name: string | undefined, { after, limit }: { after: Place | undefined; limit: number }) {
      const before = after && { version: after.createdAt, name: after.id };
      const rows = await queries.selectChanges(kysely, name, { before, limit: limit + 1 });
      const places = rows.map((row) => ({ ...row, createdAt: row.version, id: row.name }));
      return toPage(places, limit, describeChange);
    },
  };
}

/** @throws Problem `invalid_request` naming each bad value. */
function parseAll(given: GivenValues): Map<(typeof settingNames)[number], SettingValue | null> {
  const values = new Map<(typeof settingNames)[number], SettingValue | null>();
  const errors = Object.create(null) as FieldErrors;
  for (const [name, value] of Object.entries(given)) {
    if (!isSettingName(name)) {
      errors[name] = ['There is no such setting.'];
      continue;
    }
    const parsed = value === null ? { value } : parseSetting(settingDefinitions[name], value);
    if ('problem' in parsed) errors[name] = [`${capitalize(parsed.problem)}.`];
    else values.set(name, parsed.value);
  }
  if (Object.keys(errors).length > 0) throw new Problem('invalid_request', { errors });
  return values;
}

function toJson(value: SettingValue | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function describeValues({ name, from, to }: queries.Change) {
  const read = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
  return { name, from: read(from), to: read(to) };
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
