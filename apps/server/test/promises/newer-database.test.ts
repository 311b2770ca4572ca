import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';

onEveryDatabase('starting', (kind) => {
  test('on a database of a newer version is refused with a clear message', async () => {
    const app = await startApp(kind);
    const migrations = app.service.database.kysely.withTables<{
      latchkey_migration: { name: string; timestamp: string };
    }>();
    await migrations
      .insertInto('latchkey_migration')
      .values({ name: '9999-from-the-future', timestamp: new Date().toISOString() })
      .execute();
    await expect(app.another()).rejects.toThrow(/made by a newer version of Latchkey/);
  });
});
