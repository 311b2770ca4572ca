import type { Kysely } from 'kysely';
import { bigInteger, generatedId } from './columns.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);

  // No reference to the session: what ended because its account was deleted has ended, too.
  await db.schema
    .createTable('ended_sessions')
    .addColumn('seq', big, generatedId(db))
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('ended_at', big, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('ended_sessions_by_time').on('ended_sessions').column('ended_at').execute();

  await db.schema
    .createTable('token_lifetimes')
    .addColumn('seconds', big, (c) => c.primaryKey())
    .addColumn('used_at', big, (c) => c.notNull())
    .execute();
}
