import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate, migrationNames } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { createDatabase, onEveryDatabase } from '../support/databases.ts';
import { actAsVersionBefore } from '../support/version-before.ts';

/**
 * What a migration took away, as `table.column`: only what no version has used since the release before. No version
 * before these was ever released.
 */
const givenUp: Readonly<Record<string, readonly string[]>> = {
  '0007-signing-key-life': ['signing_keys.activated_at'],
};

onEveryDatabase('while nodes of two versions run side by side', (kind) => {
  async function databaseAt(migration: string | undefined): Promise<Database> {
    const made = await createDatabase(kind, { empty: true });
    onTestFinished(() => made.remove());
    const config = loadConfig({ DATABASE_URL: made.url, SECRET_KEY: 'a secret key of the tests' });
    const database = await openDatabase(config.database, pino({ level: 'silent' }));
    onTestFinished(() => database.close());
    await migrate(database, migration);
    return database;
  }

  const steps = migrationNames.slice(1).map((name, i) => [name, migrationNames[i]] as const);
  test.each(steps)(
    '%s keeps what there is, and every statement of the version before works',
    async (name, before) => {
      const database = await databaseAt(before);
      const version = await actAsVersionBefore(database);
      expect(await migrate(database, name)).toEqual([name]);
      expect(await version.findBreaches(givenUp[name])).toEqual([]);
    },
  );

  test('an older version that starts is refused, and one that runs can go on', async () => {
    const database = await databaseAt(undefined);
    const version = await actAsVersionBefore(database);
    await database.kysely.schema.createTable('planted').addColumn('id', 'integer').execute();
    await database.kysely.schema
      .alterTable('sessions')
      .addColumn('planted', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    expect(await version.findBreaches()).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ['drops a column', 'alter table accounts drop column username', /insert into accounts: .*username/],
    ['renames a column', 'alter table sessions rename column address to ip', /update sessions: .*address/],
    ['renames a table', 'alter table attempts rename to tries', /select from attempts: /],
    ['drops a table', 'drop table mail_requests', /rows of mail_requests: undefined/],
    [
      'asks for more',
      'create unique index once on accounts ((is_staff / 10))',
      /insert into accounts: .*unique/i,
    ],
    ['loses rows', 'delete from activity', /rows of activity: undefined instead of/],
    ['changes what is there', 'update accounts set is_staff = 0', /rows of accounts: .*"is_staff",0/],
  ])('a migration that %s would be found out', async (_what, statement, breach) => {
    const database = await databaseAt(undefined);
    const version = await actAsVersionBefore(database);
    await sql.raw(statement).execute(database.kysely);
    const breaches = await version.findBreaches();
    expect(breaches.some((text) => breach.test(text))).toBe(true);
  });
});
