import { sql, type Kysely } from 'kysely';
import { bigInteger } from './columns.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const big = bigInteger(db);

  await db.schema.alterTable('accounts').addColumn('email_verified_at', big).execute();
  // Operators vouch for the addresses of the admins they have made: asking for a proof must lock none of them out.
  await sql`update accounts set email_verified_at = created_at where is_staff = 1`.execute(db);

  await db.schema.alterTable('one_time_tokens').addColumn('address', 'text').execute();

  await db.schema
    .createTable('mails')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('created_at', big, (c) => c.notNull())
    .addColumn('account_id', big, (c) => c.references('accounts.id').onDelete('cascade'))
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('template', 'text', (c) => c.notNull())
    .addColumn('parameters', 'text', (c) => c.notNull())
    .addColumn('sealed_token', 'text')
    .addColumn('secret_key_id', big)
    .addColumn('link_expires_at', big)
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('due_at', big, (c) => c.notNull())
    .addColumn('claim', 'text')
    .addColumn('claimed_at', big)
    .addColumn('handed_over_at', big)
    .addColumn('settled_at', big)
    .addColumn('failure', 'text')
    .execute();
  await db.schema.createIndex('mails_by_state').on('mails').columns(['state', 'due_at']).execute();
  await db.schema.createIndex('mails_by_time').on('mails').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('mails_by_account').on('mails').column('account_id').execute();

  await db.schema
    .createTable('mail_requests')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('created_at', big, (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('email_normalized', 'text', (c) => c.notNull())
    .addColumn('account_id', big)
    .addColumn('address', 'text')
    .addColumn('request_id', 'text')
    .execute();
}
