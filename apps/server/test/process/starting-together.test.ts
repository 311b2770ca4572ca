import { expect, test } from 'vitest';
import { migrationNames } from '../../src/db/migrate.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

onEveryDatabase('starting', (kind) => {
  test('of several servers at once on an empty database makes its tables and keys once, and all serve', async () => {
    const installation = await newInstallation(kind);
    const servers = await Promise.all([1, 2, 3].map(() => startServer(installation)));
    for (const table of ['secret_keys', 'signing_keys']) {
      expect(await readDatabase(installation, `select * from ${table}`)).toHaveLength(1);
    }
    const migrated = await readDatabase(installation, 'select name from latchkey_migration');
    expect(migrated.map((row) => (row as { name: string }).name).sort()).toEqual(migrationNames);
    const [first, second, third] = servers;
    await first?.register();
    const pair = await second?.login();
    expect((await third?.refresh(pair?.refresh_token ?? ''))?.status).toBe(200);
    for (const server of servers) expect((await server.stop()).code).toBe(0);
  });
});
