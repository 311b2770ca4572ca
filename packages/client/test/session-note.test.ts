import { expect, test } from 'vitest';
import { problem } from './support/service-double.ts';
import { createKeptStorage, credentials, startBrowser } from './support/start-client.ts';

test('a visitor who never signed in is not asked about: the console stays clean', async () => {
  const { service, open } = startBrowser();
  const { client } = open({ keyStorage: createKeptStorage() });
  expect(await client.restore()).toBe(false);
  expect(service.to('/api/refresh/')).toHaveLength(0);
});

test('after a login the next page takes the session up, and after a logout it does not ask', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  await open({ keyStorage }).client.login(credentials);
  const next = open({ keyStorage });
  expect(await next.client.restore()).toBe(true);
  service.answer('/api/logout/', () => new Response('{"success":"User logged out."}', { status: 200 }));
  await next.client.logout();
  const asked = service.to('/api/refresh/').length;
  expect(await open({ keyStorage }).client.restore()).toBe(false);
  expect(service.to('/api/refresh/')).toHaveLength(asked);
});

test('a session that something else has begun is taken up where the client is told to ask, and kept in mind', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  const { client } = open({ keyStorage });
  expect(await client.restore()).toBe(false);
  expect(await client.restore({ always: true })).toBe(true);
  expect(client.isSignedIn()).toBe(true);
  expect(await open({ keyStorage }).client.restore()).toBe(true);
  expect(service.to('/api/refresh/')).toHaveLength(2);
});

test('a session that was found to be over is not asked about again', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  await open({ keyStorage }).client.login(credentials);
  service.answer('/api/refresh/', problem(401, 'session_ended', { reason: 'admin' }));
  expect(await open({ keyStorage }).client.restore()).toBe(false);
  expect(await open({ keyStorage }).client.restore()).toBe(false);
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test('where the browser keeps nothing, the server is asked', async () => {
  const { open } = startBrowser();
  expect(await open().client.restore()).toBe(true);
});

test.each([['getItem'], ['setItem'], ['removeItem'], ['getItem', 'setItem', 'removeItem']] as const)(
  'a storage whose %s begins to throw loses no access token, and each refresh has its own key',
  async (...methods) => {
    const { service, open } = startBrowser();
    const keyStorage = createKeptStorage();
    const { client, clock, signedOut } = open({ keyStorage });
    await client.login(credentials);
    for (const method of methods) {
      keyStorage[method] = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
    }
    const tokens = new Set<unknown>();
    for (let i = 0; i < 3; i += 1) {
      clock.advance(60);
      tokens.add(await client.accessToken());
    }
    expect(tokens.size).toBe(3);
    const keys = service.to('/api/refresh/').map(({ headers }) => headers.get('idempotency-key'));
    expect(new Set(keys).size).toBe(3);
    expect(signedOut).toEqual([]);
    expect(await open({ keyStorage }).client.restore()).toBe(true);
    service.answer('/api/logout/', () => new Response('{"success":"User logged out."}', { status: 200 }));
    await client.logout();
    expect(signedOut).toEqual(['logout']);
  },
);
