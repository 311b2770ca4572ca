import { createMemoryStorage, type Client } from '@latchkey/client';
import { expect, test, vi } from 'vitest';
import { startApp } from '../support/app.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { startDevice } from './device.ts';

const credentials = { email: defaultEmail, password: defaultPassword };
const other = { email: 'other@example.com', password: 'another password' };

async function start() {
  const app = await startApp('SQLite');
  await app.register();
  return { app, device: startDevice(app) };
}

async function signIn(client: Client): Promise<Client> {
  await client.login(credentials);
  return client;
}

test('an account is made, signs in, is taken up by another page, changes its password and signs out', async () => {
  const device = startDevice(await startApp('SQLite'));
  const { client, signedOut } = device.open();
  expect(await client.register(credentials)).toEqual({ id: 1, email: defaultEmail });
  await client.login(credentials);
  expect(await client.me()).toEqual({ id: 1, username: '', email: defaultEmail });

  const { client: next } = device.open();
  expect(await next.restore()).toBe(true);
  expect((await next.sessions.list({ limit: 5 })).items).toMatchObject([{ current: true }]);
  const changed = { current_password: defaultPassword, new_password: 'a longer password' };
  await next.password.change(changed);
  device.pass(60);
  expect(await next.me()).toMatchObject({ id: 1 });

  await next.logout();
  await vi.waitFor(() => expect(signedOut).toEqual(['other tab']));
  expect(await device.open().client.restore()).toBe(false);
});

test('a client that is signed in is never asked to come again, however long it is away within the lifetime', async () => {
  const { device } = await start();
  await signIn(device.open().client);
  for (const away of [40, 3_600, 20 * 86_400, 29 * 86_400]) {
    device.pass(away);
    const { client, signedOut } = device.open();
    expect(await client.restore()).toBe(true);
    expect(await client.me()).toMatchObject({ email: defaultEmail });
    expect(signedOut).toEqual([]);
  }
  expect(device.refreshes).toHaveLength(4);
});

test('a refresh whose answer was lost is taken up hours later, after a restart, with the same token and key', async () => {
  const { device } = await start();
  const { client, signedOut } = device.open();
  await signIn(client);
  device.pass(60);
  device.loseAnswers(4);
  await expect(client.me()).rejects.toMatchObject({ code: 'unreachable' });
  expect(signedOut).toEqual([]);

  device.pass(5 * 3_600);
  const awake = device.open();
  expect(await awake.client.restore()).toBe(true);
  expect(await awake.client.me()).toMatchObject({ email: defaultEmail });
  expect(awake.signedOut).toEqual([]);
  expect(device.refreshes).toHaveLength(5);
  expect(new Set(device.refreshes.map(({ token, key }) => `${String(token)} ${String(key)}`)).size).toBe(1);
  device.pass(60);
  await awake.client.me();
  expect(device.refreshes[5]?.key).not.toBe(device.refreshes[4]?.key);
});

test('five tabs whose token runs out make one refresh, and a sixth one that is opened makes none', async () => {
  const { device } = await start();
  await signIn(device.open().client);
  const tabs = Array.from({ length: 5 }, () => device.open());
  for (const { client } of tabs) expect(await client.restore()).toBe(true);
  expect(device.refreshes).toHaveLength(0);
  for (let round = 1; round <= 3; round += 1) {
    device.pass(28);
    await Promise.all(tabs.map(({ client }) => client.me()));
    expect(device.refreshes).toHaveLength(round);
  }
  expect(await device.open().client.restore()).toBe(true);
  expect(device.refreshes).toHaveLength(3);
  expect(tabs.flatMap(({ signedOut }) => signedOut)).toEqual([]);
});

test.each([
  ['is a day ahead', 86_400, 86_400],
  ['is a day behind', -86_400, -86_400],
  ['is set a day forward', 0, 86_400],
  ['is set a day back', 0, -86_400],
  ['is set back by as much as a token lives', 0, -25],
])('a calendar that %s costs two refreshes at most, and no call', async (_what, before, after) => {
  const { device } = await start();
  device.setDate(before);
  const tabs = [device.open(), device.open()];
  await signIn(device.open().client);
  for (const { client } of tabs) await client.restore();
  device.pass(40);
  device.setDate(after);
  // The first one knows nothing but what the storage says, the others know that their token is old.
  for (const { client } of [device.open(), ...tabs]) {
    if (!client.isSignedIn()) expect(await client.restore()).toBe(true);
    expect(await client.sessions.list()).toMatchObject({ next: null });
  }
  expect(device.refreshes.length).toBeGreaterThanOrEqual(1);
  expect(device.refreshes.length).toBeLessThanOrEqual(2);
});

test('after a sleep in which no clock ran, a call is refused once and then succeeds', async () => {
  const { app, device } = await start();
  const tabs = [device.open(), device.open()];
  await signIn(device.open().client);
  for (const { client } of tabs) await client.restore();
  app.clock.advance(3_600);
  const answers = await Promise.all(tabs.map(({ client }) => client.me()));
  expect(answers).toMatchObject([{ email: defaultEmail }, { email: defaultEmail }]);
  expect(device.refreshes.length).toBeLessThanOrEqual(2);
});

test('a token that the calendar calls newer than now is not taken for one that has just come', async () => {
  const { app, device } = await start();
  const { client } = device.open();
  await signIn(client);
  device.pass(5);
  await device.open().client.restore({ always: true });
  app.clock.advance(3_600);
  device.setDate(-86_400);
  expect(await client.me()).toMatchObject({ email: defaultEmail });
});

test('two programs that know nothing of each other share a storage: both go on, with one session', async () => {
  const { device } = await start();
  await signIn(device.open().client);
  device.pass(60);
  // Each holds a lock of its own, as two processes do.
  const free = { request: <T>(_name: string, task: () => Promise<T>) => task() };
  const programs = Array.from({ length: 5 }, () => device.open({ locks: free }));
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(programs.map(({ client }) => client.restore()));
    await Promise.all(programs.map(({ client }) => client.me()));
    device.pass(60);
  }
  expect(programs.flatMap(({ signedOut }) => signedOut)).toEqual([]);
  const { client } = device.open();
  await client.restore();
  expect((await client.sessions.list()).items).toHaveLength(1);
});

test('a copy of the storage that both sides use ends the session, and the client says why', async () => {
  const { app, device } = await start();
  await signIn(device.open().client);
  const [name, copy] = await onlyItem(device.storage, app.url);
  const stolen = createMemoryStorage();
  await stolen.setItem(name, copy);
  const thief = startDevice(app, stolen);
  thief.pass(60);
  expect(await thief.open().client.restore()).toBe(true);
  device.pass(60);
  const victim = device.open();
  expect(await victim.client.restore()).toBe(false);
  expect(victim.signedOut).toEqual(['reuse']);
  expect(await device.open().client.restore()).toBe(false);
});

test('a tab that hears nothing of the others finds out that one of them signed out', async () => {
  const { device } = await start();
  const channel = globalThis.BroadcastChannel;
  vi.stubGlobal('BroadcastChannel', undefined);
  const here = device.open();
  vi.stubGlobal('BroadcastChannel', channel);
  await signIn(here.client);
  const there = device.open();
  await there.client.restore();
  await there.client.logout();
  device.pass(60);
  await expect(here.client.me()).rejects.toMatchObject({ status: 401, code: 'signed_out' });
  expect(here.signedOut).toEqual(['other tab']);
  expect(device.refreshes).toHaveLength(0);
});

test('a page does not go on with the account that another tab signed in to', async () => {
  const { app, device } = await start();
  await app.register(other.email, other.password);
  const here = device.open();
  await signIn(here.client);
  const there = device.open();
  await there.client.login(other);
  device.pass(28);
  await there.client.me();
  await expect(here.client.me()).rejects.toMatchObject({ code: 'account_changed' });
  expect(here.signedOut).toEqual(['other tab']);
  expect(await there.client.me()).toMatchObject({ email: other.email });
  expect(await here.client.restore()).toBe(true);
  expect(await here.client.me()).toMatchObject({ email: other.email });
});

test('a storage is for one service: another one is not shown the token of the first', async () => {
  const { app, device } = await start();
  await signIn(device.open().client);
  const elsewhere = device.open({ baseUrl: app.url.replace('127.0.0.1', 'localhost') });
  expect(await elsewhere.client.restore()).toBe(false);
});

async function onlyItem(
  storage: ReturnType<typeof createMemoryStorage>,
  url: string,
): Promise<[string, string]> {
  const name = `latchkey-tokens ${url}`;
  return [name, String(await storage.getItem(name))];
}
