import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Null takes no room in a row, and almost all are.
  await db.schema.alterTable('sessions').addColumn('is_staff', 'integer').execute();
  await sql`update sessions set is_staff = 1 where account_id in (select id from accounts where is_staff = 1)`.execute(
    db,
  );
}
