import type { Db } from '../../db/database.ts';

interface KnownKey {
  readonly id: number;
  readonly checkValue: string;
}

export function selectSecretKeys(db: Db): Promise<KnownKey[]> {
  return db.selectFrom('secret_keys').select(['id', 'check_value as checkValue']).orderBy('id').execute();
}

export async function insertSecretKey(db: Db, checkValue: string, now: number): Promise<KnownKey> {
  const { id } = await db
    .insertInto('secret_keys')
    .values({ check_value: checkValue, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, checkValue };
}

export async function deleteSecretKey(db: Db, id: number): Promise<void> {
  await db.deleteFrom('secret_keys').where('id', '=', id).execute();
}

export async function upsertNode(
  db: Db,
  node: {
    id: string;
    startedAt: number;
    secretKeyIds: readonly number[];
    settingsVersion: number;
    software: string;
  },
  now: number,
): Promise<void> {
  const changing = {
    seen_at: now,
    secret_key_ids: JSON.stringify(node.secretKeyIds),
    settings_version: node.settingsVersion,
    software: node.software,
  };
  await db
    .insertInto('nodes')
    .values({ id: node.id, started_at: node.startedAt, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

/** The secret keys that each node knows which was seen since then. */
export async function selectLiveNodeKeys(db: Db, since: number): Promise<number[][]> {
  const rows = await db.selectFrom('nodes').select('secret_key_ids').where('seen_at', '>', since).execute();
  // Written by upsertNode above, from a list of numbers.
  return rows.map((row) => JSON.parse(row.secret_key_ids) as number[]);
}

export interface NodeRow {
  readonly id: string;
  readonly startedAt: number;
  readonly seenAt: number;
  readonly settingsVersion: number;
  readonly software: string;
}

/** The nodes that were seen since then, the oldest first. */
export function selectNodes(db: Db, since: number): Promise<NodeRow[]> {
  return db
    .selectFrom('nodes')
    .select([
      'id',
      'started_at as startedAt',
      'seen_at as seenAt',
      'settings_version as settingsVersion',
      'software',
    ])
    .where('seen_at', '>', since)
    .orderBy('started_at')
    .orderBy('id')
    .execute();
}

export async function countNodesSeenSince(db: Db, since: number): Promise<number> {
  const { count } = await db
    .selectFrom('nodes')
    .select((node) => node.fn.countAll<number>().as('count'))
    .where('seen_at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}

export async function deleteNode(db: Db, id: string): Promise<void> {
  await db.deleteFrom('nodes').where('id', '=', id).execute();
}

export async function deleteNodesSeenBefore(db: Db, before: number): Promise<void> {
  await db.deleteFrom('nodes').where('seen_at', '<', before).execute();
}

export async function selectFact(db: Db, fact: string): Promise<string | undefined> {
  const row = await db.selectFrom('installation').select('value').where('fact', '=', fact).executeTakeFirst();
  return row?.value;
}

/** The fact that there has been an admin: from then on none is made unattended, or through a link. */
export const firstAdminFact = 'first_admin_made_at';

/** @returns whether it was not there before. */
export async function claimFact(db: Db, fact: string, value: string): Promise<boolean> {
  const row = await db
    .insertInto('installation')
    .values({ fact, value })
    .onConflict((conflict) => conflict.column('fact').doNothing())
    .returning('fact')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns whether it was still as it was `before`. */
export async function replaceFact(db: Db, fact: string, before: string, value: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('installation')
    .set({ value })
    .where('fact', '=', fact)
    .where('value', '=', before)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function insertFact(db: Db, fact: string, value: string): Promise<void> {
  await db
    .insertInto('installation')
    .values({ fact, value })
    .onConflict((conflict) => conflict.column('fact').doNothing())
    .execute();
}
