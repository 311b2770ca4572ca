import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';

onEveryDatabase('a start', (kind) => {
  test('prints where the API, its documentation, the health check, the database and the admin site are', async () => {
    const server = await startServer(await newInstallation(kind));
    const { stderr } = await server.stop();
    expect(stderr).toContain(`API       ${server.url}/api/\n`);
    expect(stderr).toContain(`Docs      ${server.url}/api/docs/\n`);
    expect(stderr).toContain(`Health    ${server.url}/health/ready\n`);
    expect(stderr).toMatch(
      kind === 'SQLite' ? /Database {2}SQLite, \/.*\.db\n/ : /Database {2}PostgreSQL, .*\n/,
    );
    expect(stderr).toContain(`Admin     ${server.url}/admin/\n`);
  });
});

test('prints the addresses that its clients use where PUBLIC_URL gives them', async () => {
  const installation = await newInstallation('SQLite', { PUBLIC_URL: 'https://auth.example.com' });
  const { stderr } = await (await startServer(installation)).stop();
  expect(stderr).toContain('Latchkey serves at https://auth.example.com\n');
});

test('a start without any configuration serves on localhost, from a folder that it makes', async () => {
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  const server = await startServer({ HOST: '', DATA_DIR: `${DATA_DIR}/to/be/made` });
  const { stderr } = await server.stop();
  expect(stderr).toContain(`http://localhost:${server.port}/api/\n`);
  expect(stderr).toContain(`SQLite, ${DATA_DIR}/to/be/made/latchkey.db\n`);
});

test.each(['a server', 'a command'])('%s writes files that only its own user can read', async (who) => {
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  const folder = join(DATA_DIR, 'made');
  if (who === 'a command') await runLatchkey({ DATA_DIR: folder }, ['admin', 'create', 'root@example.com']);
  else await (await startServer({ DATA_DIR: folder })).kill();
  const paths = [folder, ...(await readdir(folder)).map((file) => join(folder, file))];
  const modes = await Promise.all(paths.map(async (path) => [path, (await stat(path)).mode & 0o077]));
  expect(modes.length).toBeGreaterThan(1);
  expect(modes.filter(([, mode]) => mode !== 0)).toEqual([]);
});
