import { copyFile, rm } from 'node:fs/promises';
import { test } from 'vitest';
import { expectToOutliveRestoring } from '../support/outlive-restoring.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

test('a file copied after the server has stopped is the whole database; restored, newer tokens go on and its logouts hold', async () => {
  let server = await startServer(await newInstallation('SQLite', { REFRESH_REUSE_GRACE: '0' }));
  const { environment } = server;
  const file = environment['DATABASE_URL']?.replace('sqlite:', '') ?? '';
  await expectToOutliveRestoring({
    server: () => server,
    async keepCopy() {
      await server.stop();
      await copyFile(file, `${file}.copy`);
      server = await startServer(environment);
    },
    async restoreCopy() {
      await server.kill();
      for (const part of ['-wal', '-shm']) await rm(`${file}${part}`, { force: true });
      await copyFile(`${file}.copy`, file);
      server = await startServer(environment);
    },
    async readGeneration() {
      const [row] = await readDatabase(environment, 'select max(generation) as generation from sessions');
      return row?.['generation'];
    },
  });
});
