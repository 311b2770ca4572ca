import type { Kysely } from 'kysely';
import { bigInteger } from './columns.ts';

/** Refresh tokens of the system that was used before, for as long as they are accepted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);

  await db.schema
    .createTable('former_token_windows')
    .addColumn('source', 'text', (c) => c.primaryKey())
    .addColumn('opened_at', big, (c) => c.notNull())
    .addColumn('ends_at', big, (c) => c.notNull())
    .addColumn('ended_at', big)
    .addColumn('end_reason', 'text')
    .addColumn('form', 'text')
    .addColumn('sealed_key', 'text')
    .addColumn('secret_key_id', big)
    .execute();

  await db.schema
    .createTable('former_token_holders')
    .addColumn('account_id', big, (c) => c.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('credential_version', 'integer', (c) => c.notNull())
    .addColumn('password_check', 'text')
    .addColumn('seen_at', big, (c) => c.notNull())
    .addColumn('ended_at', big)
    .addColumn('end_reason', 'text')
    .execute();

  await db.schema
    .createTable('former_tokens')
    .addColumn('digest', 'text', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('account_id', big, (c) => c.references('accounts.id').onDelete('cascade'))
    .addColumn('expires_at', big, (c) => c.notNull())
    .addColumn('seen_at', big, (c) => c.notNull())
    .addColumn('selector', big)
    .addColumn('ended_at', big)
    .addColumn('end_reason', 'text')
    .execute();
  await db.schema.createIndex('former_tokens_by_account').on('former_tokens').column('account_id').execute();
}
