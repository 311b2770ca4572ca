import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

test('what a quiet server logs can be read within moments', async () => {
  const server = await startServer(await newInstallation('SQLite'));
  await eventually('the line of a request', () => server.stdout().includes('"path":"/health/ready"'));
  expect(server.hasEnded()).toBe(false);
});
