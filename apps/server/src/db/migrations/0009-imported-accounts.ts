import type { Kysely } from 'kysely';
import { bigInteger } from './columns.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);
  // No reference to the accounts: what was imported and deleted since must not come back with the next import.
  await db.schema
    .createTable('imported_accounts')
    .addColumn('id', big, (c) => c.primaryKey())
    .addColumn('email_digest', 'text', (c) => c.notNull())
    .addColumn('username_digest', 'text', (c) => c.notNull())
    .addColumn('password_digest', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('is_staff', 'integer', (c) => c.notNull())
    .addColumn('joined_at', big)
    .execute();
}
