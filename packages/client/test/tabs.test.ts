import { expect, onTestFinished, test, vi } from 'vitest';
import { createPageLocks } from '../src/locks.ts';
import { MemoryStorage } from '../src/storage.ts';
import { json, problem, tokenPair } from './support/service-double.ts';
import { createKeptStorage, credentials, startBrowser } from './support/start-client.ts';

const noCookie = problem(400, 'invalid_request', { errors: { refresh_token: ['This field is required.'] } });

test('tabs refresh one after the other: the next asks when the answer of the one before is stored', async () => {
  const { service, open } = startBrowser();
  let onTheWay = 0;
  let most = 0;
  service.answer('/api/refresh/', async (request, signal) => {
    most = Math.max(most, (onTheWay += 1));
    await new Promise((resolve) => setImmediate(resolve));
    onTheWay -= 1;
    return tokenPair()(request, signal);
  });
  const tabs = [open(), open(), open()];
  await Promise.all(tabs.map(({ client }) => client.restore()));
  expect(most).toBe(1);
  expect(tabs.every(({ client }) => client.isSignedIn())).toBe(true);
});

test('signing in and out wait for the refresh of another tab, since they change the same cookie', async () => {
  const { service, open } = startBrowser();
  const order: string[] = [];
  const slowly = (name: string, respond: () => Response) => async (): Promise<Response> => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    order.push(`${name} ends`);
    return respond();
  };
  const pair = tokenPair() as () => Response;
  service.answer('/api/refresh/', slowly('refresh', pair));
  service.answer('/api/login/', slowly('login', pair));
  service.answer(
    '/api/logout/',
    slowly('logout', () => json({ success: 'User logged out.' })),
  );
  const restored = open().client.restore();
  await vi.waitFor(() => expect(order).toEqual(['refresh begins']));
  await Promise.all([restored, open().client.login(credentials), open().client.logout()]);
  expect(order).toEqual(['refresh', 'login', 'logout'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test('the lock is the one that the contract names', async () => {
  const names: string[] = [];
  const { request } = createPageLocks();
  const { open } = startBrowser();
  const { client } = open({
    locks: {
      request: (name, task) => {
        names.push(name);
        return request(name, task);
      },
    },
  });
  await client.restore();
  expect(names).toEqual(['latchkey-refresh']);
});

test('a task that fails lets the next one have the lock', async () => {
  const locks = createPageLocks();
  await expect(locks.request('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await locks.request('a', () => Promise.resolve(1))).toBe(1);
});

test('one refresh serves all tabs: the fresh access token goes from memory to memory, and is stored nowhere', async () => {
  const { service, open } = startBrowser();
  const keyStorage = new MemoryStorage();
  const tabs = [open({ keyStorage }), open({ keyStorage }), open({ keyStorage })];
  const stored = vi.spyOn(keyStorage, 'setItem');
  const hearing = tabs.map(({ clock }) => vi.spyOn(clock, 'date'));
  // Whoever hears of a token looks at the calendar, and so does who tells.
  const allHeard = (times: number): Promise<void> =>
    vi.waitFor(() => hearing.forEach((date) => expect(date).toHaveBeenCalledTimes(times)));

  await tabs[0]?.client.login(credentials);
  await allHeard(1);
  for (const { client } of tabs.slice(1)) expect(await client.restore()).toBe(true);
  expect(service.to('/api/refresh/')).toHaveLength(0);

  for (const { clock } of tabs) clock.advance(60);
  const token = await tabs[1]?.client.accessToken();
  await allHeard(2);
  for (const { client } of tabs) expect(await client.accessToken()).toBe(token);
  expect(service.to('/api/refresh/')).toHaveLength(1);
  expect(JSON.stringify(stored.mock.calls)).not.toContain('header.');
});

test('a tab that gets the lock before the message waits for the message', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  const [here, there] = [open({ keyStorage }), open({ keyStorage })];
  // It is not in a hurry.
  for (const { clock } of [here, there]) vi.spyOn(clock, 'after').mockReturnValue(() => undefined);
  await here.client.login(credentials);
  for (const { clock } of [here, there]) clock.advance(1);
  await there.client.restore();
  const before = service.to('/api/refresh/').length;
  for (const { clock } of [here, there]) clock.advance(60);
  // Messages arrive when nothing else is to be done: later than a lock that has become free.
  const [ours, theirs] = await Promise.all([here.client.accessToken(), there.client.accessToken()]);
  expect(ours).toBe(theirs);
  expect(service.to('/api/refresh/')).toHaveLength(before + 1);
});

test('a tab does not wait for ever for the message of one that is gone', async () => {
  const { service, open } = startBrowser();
  const keyStorage = createKeptStorage();
  const { client, clock } = open({ keyStorage });
  await client.login(credentials);
  keyStorage.setItem('latchkey-session', 'the id of a token that nobody tells of');
  clock.advance(60);
  expect(await client.accessToken()).toBeTypeOf('string');
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test('what another page tells is no token: it does no harm', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock } = await signedIn();
  const foreign = new BroadcastChannel('latchkey ');
  onTestFinished(() => foreign.close());
  for (const message of [
    null,
    'x',
    { token: 5 },
    { token: { access_token: '%', expires_in: 1, issued_at: 0 } },
  ]) {
    foreign.postMessage(message);
  }
  clock.advance(60);
  const looks = vi.spyOn(clock, 'date');
  await vi.waitFor(() => expect(looks).toHaveBeenCalled());
  await client.accessToken();
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test('a page does not go on with the account that another tab signed in to', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock, signedOut } = await signedIn();
  service.answer('/api/refresh/', tokenPair({ sub: '2', sid: 'session-2' }));
  clock.advance(60);
  await expect(client.json('/api/me/', { method: 'PUT', body: {} })).rejects.toMatchObject({
    code: 'account_changed',
  });
  expect(service.to('/api/me/')).toEqual([]);
  expect(client.isSignedIn()).toBe(false);
  expect(signedOut).toEqual(['other tab']);
});

test('a page that found its cookie gone can sign in again, and is told of the next end too', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock, signedOut } = await signedIn();
  clock.advance(60);
  service.answer('/api/refresh/', noCookie);
  await expect(client.fetch('/api/me/')).rejects.toMatchObject({ status: 400 });
  await client.login(credentials);
  clock.advance(60);
  await expect(client.fetch('/api/me/')).rejects.toMatchObject({ status: 400 });
  expect(signedOut).toEqual(['unknown', 'unknown']);
});

test('a client that is closed while a refresh is on its way still gets its answer', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock } = await signedIn();
  clock.advance(60);
  service.answer('/api/refresh/', (request, signal) => {
    client.close();
    return tokenPair()(request, signal);
  });
  expect(await client.accessToken()).toBeTypeOf('string');
});
