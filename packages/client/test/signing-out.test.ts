import { expect, onTestFinished, test, vi } from 'vitest';
import { json, lost, problem, tokenPair } from './support/service-double.ts';
import { createKeptStorage, credentials, startBrowser, type Page } from './support/start-client.ts';
import { startDevice } from './support/start-device.ts';

const noCookie = problem(400, 'invalid_request', { errors: { refresh_token: ['This field is required.'] } });

test('logging out signs out here and in the other tabs, which forget their token', async () => {
  const { service, signedIn } = startBrowser();
  const here = await signedIn();
  const there = await signedIn();
  service.answer('/api/logout/', () => json({ success: 'User logged out.' }));
  await here.client.logout();
  expect(here.signedOut).toEqual(['logout']);
  await vi.waitFor(() => expect(there.signedOut).toEqual(['other tab']));
  expect(there.client.isSignedIn()).toBe(false);
  expect(there.client.claims()).toBeUndefined();
});

test.each(['admin', 'logout'])(
  'a session that ended (%s) is over in all tabs, for the same reason',
  async (reason) => {
    const { service, signedIn } = startBrowser();
    const here = await signedIn();
    const there = await signedIn();
    here.clock.advance(60);
    service.answer('/api/refresh/', problem(401, 'session_ended', { reason }));
    await expect(here.client.fetch('/api/me/')).rejects.toMatchObject({ reason });
    await vi.waitFor(() => expect(there.signedOut).toEqual([reason]));
    expect(here.signedOut).toEqual([reason]);
  },
);

test('a tab that was told of the end does not take the session up again from what it heard before', async () => {
  const { service, open, signedIn } = startBrowser();
  const there = open();
  const here = await signedIn();
  expect(await there.client.restore()).toBe(true);
  service.answer('/api/logout/', () => json({ success: 'User logged out.' }));
  service.answer('/api/refresh/', noCookie);
  await here.client.logout();
  await vi.waitFor(() => expect(there.signedOut).toEqual(['other tab']));
  expect(await there.client.restore()).toBe(false);
});

test('a tab of another session is not signed out with it', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  const signedIn = async (): Promise<Page> => {
    const page = open({ keyStorage });
    await page.client.login(credentials);
    return page;
  };
  const here = await signedIn();
  // It waits for the message that tells which session the cookie is of now.
  vi.spyOn(here.clock, 'after').mockReturnValue(() => undefined);
  service.answer('/api/login/', tokenPair({ sid: 'session-2' }));
  const there = await signedIn();
  const alike = await signedIn();
  service.answer('/api/login/', tokenPair());
  const witness = await signedIn();
  service.answer('/api/logout/', () => json({ success: 'User logged out.' }));
  await here.client.logout();
  // The message has arrived everywhere once it has arrived here, in the tab that was opened last.
  await vi.waitFor(() => expect(witness.signedOut).toEqual(['other tab']));
  expect(there.signedOut).toEqual([]);
  expect(alike.client.isSignedIn()).toBe(true);
});

test('a logout that does not reach the service says so and signs nobody out', async () => {
  const { service, signedIn } = startBrowser();
  const { client, signedOut } = await signedIn();
  service.answer('/api/logout/', lost);
  await expect(client.logout()).rejects.toMatchObject({ code: 'unreachable' });
  expect(service.to('/api/logout/')).toHaveLength(4);
  expect(client.isSignedIn()).toBe(true);
  expect(signedOut).toEqual([]);
});

test('a logout where the cookie is gone already is a logout', async () => {
  const { service, signedIn } = startBrowser();
  const { client, signedOut } = await signedIn();
  service.answer('/api/logout/', noCookie);
  await client.logout();
  expect(signedOut).toEqual(['logout']);
});

test('signing out leaves alone the other account that another tab has signed in to since', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  const [here, there] = [open({ keyStorage }), open({ keyStorage })];
  // They wait for the message, however late it is.
  for (const { clock } of [here, there]) vi.spyOn(clock, 'after').mockReturnValue(() => undefined);
  await here.client.login(credentials);
  service.answer('/api/login/', tokenPair({ sub: '2', sid: 'session-2' }));
  await there.client.login(credentials);
  await expect(here.client.logout()).rejects.toMatchObject({ code: 'account_changed' });
  expect(service.to('/api/logout/')).toEqual([]);
  expect([here.signedOut, there.signedOut]).toEqual([['other tab'], []]);
  expect(here.client.isSignedIn()).toBe(false);
  expect(await open({ keyStorage }).client.restore()).toBe(true);
});

test('a page that has not taken the session up yet tells the other tabs that it has ended it', async () => {
  const { service, storage, open } = startDevice();
  const there = open();
  await there.client.login(credentials);
  await open().client.logout();
  await vi.waitFor(() => expect(there.signedOut).toEqual(['other tab']));
  expect(service.to('/api/logout/')).toHaveLength(1);
  expect(storage.values.size).toBe(0);
});

test('who does not want to hear any more hears nothing', async () => {
  const { service, signedIn } = startBrowser();
  const { client } = await signedIn();
  service.answer('/api/logout/', () => json({ success: 'User logged out.' }));
  const heard: string[] = [];
  const stop = client.onSignedOut((reason) => heard.push(reason));
  stop();
  await client.logout();
  expect(heard).toEqual([]);
});

test('a listener that throws keeps no other from hearing, and the logout is done all the same', async () => {
  const { service, open } = startBrowser();
  service.answer('/api/logout/', () => json({ success: 'User logged out.' }));
  const { client, signedOut } = open();
  await client.login(credentials);
  const mistake = new Error('a mistake of the page');
  const heard: string[] = [];
  client.onSignedOut(() => {
    throw mistake;
  });
  client.onSignedOut((reason) => heard.push(reason));
  const { queueMicrotask } = globalThis;
  const reported: unknown[] = [];
  // Response bodies need microtasks too: all of them run.
  vi.stubGlobal('queueMicrotask', (task: () => void) =>
    queueMicrotask(() => {
      try {
        task();
      } catch (error) {
        reported.push(error);
      }
    }),
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  await client.logout();
  expect([signedOut, heard]).toEqual([['logout'], ['logout']]);
  expect(reported).toEqual([mistake]);
});
