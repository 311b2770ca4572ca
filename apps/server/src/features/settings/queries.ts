import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import { isPostgres } from '../../db/locking.ts';

/** What PostgreSQL tells the other nodes on when the settings have changed. */
export const settingsChannel = 'latchkey_settings';

export async function selectVersion(db: Db): Promise<number> {
  const { version } = await db
    .selectFrom('settings_versions')
    .select((row) => row.fn.coalesce(row.fn.max('version'), sql<number>`0`).as('version'))
    .executeTakeFirstOrThrow();
  return version;
}

/** The settings that are not at their default, as JSON. */
export async function selectOverrides(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('settings').select(['name', 'value']).execute();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** @throws the driver's unique violation where somebody else has made this version. */
export async function insertVersion(
  trx: Trx,
  version: { version: number; at: number; actorId: number | null; source: string },
): Promise<void> {
  const { actorId: actor_id, ...rest } = version;
  await trx
    .insertInto('settings_versions')
    .values({ ...rest, actor_id })
    .execute();
}

export interface Change {
  readonly name: string;
  /** JSON; null stands for the default. */
  readonly from: string | null;
  readonly to: string | null;
}

export async function writeChange(trx: Trx, version: number, { name, from, to }: Change): Promise<void> {
  await trx
    .insertInto('settings_changes')
    .values({ version, name, from_value: from, to_value: to })
    .execute();
  if (to === null) {
    await trx.deleteFrom('settings').where('name', '=', name).execute();
  } else {
    await trx
      .insertInto('settings')
      .values({ name, value: to })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: to }))
      .execute();
  }
}

/** Tells the other nodes when the transaction commits. SQLite's processes look for themselves. */
export async function notifyNodes(trx: Trx): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_notify(${settingsChannel}, '')`.execute(trx);
}

/** What a setting was before each of its changes since then, and after it, as JSON; the newest change first. */
export function selectValuesSince(db: Db, name: string, since: number) {
  return db
    .selectFrom('settings_changes as change')
    .innerJoin('settings_versions as version', 'version.version', 'change.version')
    .select(['change.from_value as from', 'change.to_value as to', 'version.at'])
    .where('change.name', '=', name)
    .where('version.at', '>', since)
    .orderBy('change.version', 'desc')
    .execute();
}

/** Notes that a node lives whose access tokens live for so long where no setting says otherwise. */
export async function upsertLifetime(db: Db, seconds: number, now: number): Promise<void> {
  await db
    .insertInto('token_lifetimes')
    .values({ seconds, used_at: now })
    .onConflict((conflict) => conflict.column('seconds').doUpdateSet({ used_at: now }))
    .execute();
}

/** The lifetimes, in milliseconds, of nodes whose last tokens had not expired at that time. */
export async function selectLifetimesInUse(db: Db, expiredSince: number): Promise<number[]> {
  const rows = await db
    .selectFrom('token_lifetimes')
    .select('seconds')
    .where((row) => row.eb(row.eb('used_at', '+', row.eb('seconds', '*', 1_000)), '>', expiredSince))
    .execute();
  return rows.map(({ seconds }) => seconds * 1_000);
}

export type ChangeRow = Awaited<ReturnType<typeof selectChanges>>[number];

/** What was changed, newest first, older than the change that `before` names. */
export function selectChanges(
  db: Db,
  name: string | undefined,
  page: { before: { version: number; name: string } | undefined; limit: number },
) {
  const { before } = page;
  return db
    .selectFrom('settings_changes as change')
    .innerJoin('settings_versions as version', 'version.version', 'change.version')
    .leftJoin('accounts as actor', 'actor.id', 'version.actor_id')
    .select([
      'change.version',
      'change.name',
      'change.from_value as from',
      'change.to_value as to',
      'version.at',
      'version.actor_id as actorId',
      'version.source',
      'actor.email as actorEmail',
    ])
    .$if(name !== undefined, (query) => query.where('change.name', '=', name ?? ''))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(change.version, change.name) < (${before?.version}, ${before?.name})`),
    )
    .orderBy('change.version', 'desc')
    .orderBy('change.name', 'desc')
    .limit(page.limit)
    .execute();
}
