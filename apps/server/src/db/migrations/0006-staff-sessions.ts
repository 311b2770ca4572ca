import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sessions')
    .addColumn('is_staff', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`update sessions set is_staff = 1 where account_id in (select id from accounts where is_staff = 1)`.execute(
    db,
  );
}
