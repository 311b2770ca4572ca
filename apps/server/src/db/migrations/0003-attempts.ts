import type { Kysely } from 'kysely';
import { bigInteger, updatedInPlace } from './columns.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);

  await updatedInPlace(
    db,
    db.schema
      .createTable('attempts')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('arrives_at', big, (c) => c.notNull())
      .addColumn('reported_at', big),
  ).execute();

  // Whether an account has had a session from somewhere is one look into an index, however many sessions it has: how
  // long it takes tells nothing about the account. Sessions from before are of no network.
  await db.schema
    .alterTable('sessions')
    .addColumn('network', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createIndex('sessions_by_network')
    .on('sessions')
    .columns(['account_id', 'network'])
    .execute();
}
