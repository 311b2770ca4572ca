import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { openSqlite } from '../../db/sqlite/open.ts';
import { readOrMakeSecretKey, secretKeyFile } from './secret-key-file.ts';

test('those who start together make one secret key, which is never there before it is whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  const database = openSqlite(join(folder, 'latchkey.db'));
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  await migrate(database);
  const file = secretKeyFile(folder);
  for (let round = 0; round < 20; round += 1) {
    await rm(file, { force: true });
    const seen = new Set<string>();
    const state = { isMade: false };
    const makers = Promise.all([1, 2, 3].map(() => readOrMakeSecretKey(database.kysely, folder)));
    const made = makers.finally(() => (state.isMade = true));
    while (!state.isMade) {
      if (existsSync(file)) seen.add(readFileSync(file, 'utf8').trim());
      await turn();
    }
    const keys = new Set(await made);
    expect(keys.size).toBe(1);
    for (const key of seen) expect(keys).toContain(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.startsWith('secret-key'))).toHaveLength(1);
  }
});
