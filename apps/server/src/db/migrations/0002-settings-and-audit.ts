import type { Kysely } from 'kysely';
import { appendOnly, bigInteger, generatedId } from './columns.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);

  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();

  // The key is the lock: of two changes that were made from one version, one finds the next one taken.
  await db.schema
    .createTable('settings_versions')
    .addColumn('version', big, (c) => c.primaryKey())
    .addColumn('at', big, (c) => c.notNull())
    .addColumn('actor_id', big)
    .addColumn('source', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('settings_changes')
    .addColumn('version', big, (c) => c.notNull().references('settings_versions.version'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('from_value', 'text')
    .addColumn('to_value', 'text')
    .addPrimaryKeyConstraint('settings_changes_key', ['version', 'name'])
    .execute();

  await db.schema
    .createTable('audit_events')
    .addColumn('id', big, generatedId(db))
    .addColumn('at', big, (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    // No reference: what was done to an account is kept longer than the account.
    .addColumn('account_id', big)
    .addColumn('actor_id', big)
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text')
    .addColumn('address', 'text')
    .addColumn('request_id', 'text')
    .addColumn('details', 'text', (c) => c.notNull())
    .execute();
  await appendOnly(db, 'audit_events');
  for (const column of ['account_id', 'event', 'actor_id', 'address']) {
    await db.schema
      .createIndex(`audit_events_by_${column}`)
      .on('audit_events')
      .columns([column, 'at', 'id'])
      .execute();
  }
  await db.schema.createIndex('audit_events_by_time').on('audit_events').columns(['at', 'id']).execute();

  await db.schema
    .createTable('one_time_tokens')
    .addColumn('digest', 'text', (c) => c.primaryKey())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('account_id', big, (c) => c.references('accounts.id').onDelete('cascade'))
    .addColumn('credential_version', 'integer')
    .addColumn('expires_at', big, (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('one_time_tokens_by_account')
    .on('one_time_tokens')
    .column('account_id')
    .execute();

  await db.schema
    .createTable('activity')
    .addColumn('since', big, (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('count', big, (c) => c.notNull())
    .addPrimaryKeyConstraint('activity_key', ['since', 'kind'])
    .execute();

  await db.schema
    .alterTable('nodes')
    .addColumn('settings_version', big, (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('nodes')
    .addColumn('software', 'text', (c) => c.notNull().defaultTo(''))
    .execute();

  // Lists of every account's sessions, newest first; a refresh changes neither column.
  await db.schema.createIndex('sessions_by_time').on('sessions').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('accounts_by_time').on('accounts').columns(['created_at', 'id']).execute();
}
