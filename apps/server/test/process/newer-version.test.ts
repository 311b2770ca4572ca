import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase, writeDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey, runServer } from '../support/server-process.ts';

onEveryDatabase('a database that a newer version has made', (kind) => {
  test('is refused and left as it is', async () => {
    const installation = await newInstallation(kind);
    await runLatchkey(installation, ['migrate']);
    await writeDatabase(
      installation,
      `insert into latchkey_migration (name, timestamp) values ('9999-of-the-future', '2099-01-01T00:00:00Z')`,
    );
    const [server, command] = await Promise.all([
      runServer(installation),
      runLatchkey(installation, ['migrate']),
    ]);
    expectRefusal(server, 'made by a newer version of Latchkey');
    expectRefusal(command, 'made by a newer version of Latchkey');
    expect(await readDatabase(installation, 'select * from secret_keys')).toEqual([]);
  });
});
