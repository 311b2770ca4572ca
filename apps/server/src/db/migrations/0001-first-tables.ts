import type { Kysely } from 'kysely';
import { bigInteger, generatedId, updatedInPlace } from './columns.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);

  await db.schema
    .createTable('installation')
    .addColumn('fact', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('nodes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('started_at', big, (c) => c.notNull())
    .addColumn('seen_at', big, (c) => c.notNull())
    .addColumn('secret_key_ids', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('secret_keys')
    .addColumn('id', big, generatedId(db))
    .addColumn('check_value', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', big, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('signing_keys')
    .addColumn('kid', 'text', (c) => c.primaryKey())
    .addColumn('algorithm', 'text', (c) => c.notNull())
    .addColumn('sealed_secret', 'text', (c) => c.notNull())
    .addColumn('secret_key_id', big, (c) => c.notNull())
    .addColumn('created_at', big, (c) => c.notNull())
    .addColumn('activated_at', big, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('accounts')
    .addColumn('id', big, generatedId(db))
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('email_normalized', 'text', (c) => c.notNull().unique())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('credential_version', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('is_active', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('is_staff', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', big, (c) => c.notNull())
    .execute();

  // Refreshing changes no column that an index holds.
  await updatedInPlace(
    db,
    db.schema
      .createTable('sessions')
      .addColumn('selector', big, (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('account_id', big, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('created_at', big, (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('user_agent', 'text', (c) => c.notNull())
      .addColumn('generation', big, (c) => c.notNull())
      .addColumn('key_id', 'integer', (c) => c.notNull())
      .addColumn('previous_key_id', 'integer', (c) => c.notNull())
      .addColumn('rotated_at', big, (c) => c.notNull())
      .addColumn('earlier_rotations', 'text')
      .addColumn('idempotency_digest', 'text')
      .addColumn('expires_at', big, (c) => c.notNull())
      .addColumn('ended_at', big)
      .addColumn('end_reason', 'text'),
  ).execute();
  await db.schema
    .createIndex('sessions_by_account')
    .on('sessions')
    .columns(['account_id', 'created_at'])
    .execute();
}
