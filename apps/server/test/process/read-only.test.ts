import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { newInstallation, runServer, startServer } from '../support/server-process.ts';

const heedsModes = { heedsModes: true };

test('data that are made read-only do not stop a server that has them open; the next start refuses, and later finds all', async () => {
  const server = await startServer(
    await newInstallation('SQLite', { ACCESS_TOKEN_LIFETIME: '1h' }),
    heedsModes,
  );
  const { environment } = server;
  const folder = environment['DATA_DIR'] ?? '';
  const setModes = (ofFolder: number, ofFiles: number): void => {
    // Each of the two is changed while the folder is open.
    chmodSync(folder, 0o700);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), ofFiles);
    chmodSync(folder, ofFolder);
  };
  const expectToRefuse = async (): Promise<void> => {
    const exit = await runServer(environment, heedsModes);
    expectRefusal(
      exit,
      join(folder, 'test.db'),
      'cannot be used',
      /SQLITE_\w+/,
      'Make it writable',
      'DATA_DIR',
    );
  };

  setModes(0o500, 0o400);
  await server.register();
  const { access_token } = await server.login();
  expect((await server.get('/health/ready')).status).toBe(200);

  await server.kill();
  await expectToRefuse();
  setModes(0o700, 0o400);
  await expectToRefuse();

  setModes(0o700, 0o600);
  const again = await startServer(environment, heedsModes);
  expect((await again.get('/api/me/', access_token)).status).toBe(200);
});
