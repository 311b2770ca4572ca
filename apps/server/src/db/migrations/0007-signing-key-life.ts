import { sql, type Kysely } from 'kysely';
import { bigInteger } from './columns.ts';

/** A key is known before it signs: some have no such time yet, which the column before could not say. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('signing_keys').addColumn('signs_from', bigInteger(db)).execute();
  await sql`update signing_keys set signs_from = activated_at`.execute(db);
  await db.schema.alterTable('signing_keys').dropColumn('activated_at').execute();
  await db.schema
    .alterTable('signing_keys')
    .addColumn('is_given', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
