import { createClient, createMemoryStorage, type SignedOutReason } from '@latchkey/client';
import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';

const credentials = { email: defaultEmail, password: defaultPassword };

async function start(environment = {}) {
  const app = await startApp('SQLite', { environment });
  const storage = createMemoryStorage();
  const open = () => {
    const client = createClient({ baseUrl: app.url, storage });
    onTestFinished(() => client.close());
    const signedOut: SignedOutReason[] = [];
    client.onSignedOut((reason) => signedOut.push(reason));
    return { client, signedOut };
  };
  return { app, storage, open };
}

test('an account is made, signed in, listed, and signed out', async () => {
  const { open } = await start();
  const { client, signedOut } = open();
  expect(await client.register(credentials)).toEqual({ id: 1, email: defaultEmail });
  await client.login(credentials);
  expect(await client.me()).toEqual({ id: 1, username: '', email: defaultEmail });
  const again = open();
  expect(await again.client.restore()).toBe(true);
  expect((await again.client.sessions.list()).items).toMatchObject([{ current: true }]);
  await again.client.logout();
  await expect.poll(() => signedOut).toEqual(['other tab']);
  expect(await open().client.restore()).toBe(false);
});
