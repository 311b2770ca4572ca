import { expect, test, vi } from 'vitest';
import { json, lost, problem, tokenPair, type SeenRequest } from './support/service-double.ts';
import { credentials } from './support/start-client.ts';
import { itemName, startDevice } from './support/start-device.ts';

const bodyOf = (request: SeenRequest | undefined): unknown => JSON.parse(request?.body ?? '');
const refusal = (): Response => json({ code: 'access_token_invalid' }, 401);
const tokenOf = (text: string | undefined): unknown =>
  (JSON.parse(text ?? '{}') as { refresh_token?: unknown }).refresh_token;

test('the refresh token travels in bodies alone: no cookie is asked for, sent or taken', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  expect(bodyOf(service.requests[0])).toEqual(credentials);
  const first = tokenOf(storage.values.get(itemName));
  clock.advance(60);
  await client.fetch('/api/me/');
  expect(bodyOf(service.to('/api/refresh/')[0])).toEqual({ refresh_token: first });
  const second = tokenOf(storage.values.get(itemName));
  expect(second).not.toBe(first);
  await client.logout();
  expect(bodyOf(service.to('/api/logout/')[0])).toEqual({ refresh_token: second });
  expect(storage.values.size).toBe(0);
  const withTokens = service.requests.filter(({ path }) => path !== '/api/me/');
  expect(withTokens.map((request) => request.credentials)).toEqual(['omit', 'omit', 'omit']);
});

test('whatever moment a crash leaves, the one item is whole: the token, with its key before it is sent', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  service.answer('/api/refresh/', (request, signal) => {
    const stored = JSON.parse(storage.values.get(itemName) ?? '') as Record<string, unknown>;
    expect(stored['idempotency_key']).toBe(request.headers.get('idempotency-key'));
    expect(stored['refresh_token']).toBe((bodyOf(request) as Record<string, unknown>)['refresh_token']);
    return tokenPair({ inBody: true })(request, signal);
  });
  clock.advance(60);
  await client.fetch('/api/me/');
  expect(
    storage.written.map((text) => Object.keys(JSON.parse(text) as object).includes('idempotency_key')),
  ).toEqual([false, true, false]);
  expect([...storage.values.keys()]).toEqual([itemName]);
  for (const text of storage.written) {
    storage.values.set(itemName, text);
    expect(await open().client.restore()).toBe(true);
  }
});

test.each([
  ['no JSON', '{"refresh_token"'],
  ['of somebody else', '"a setting of another program"'],
  ['null', 'null'],
  ['a list', '[]'],
  ['without a refresh token', '{"access_token":"h.e30.s","expires_in":30,"issued_at":0}'],
  [
    'with tokens of another form',
    '{"refresh_token":"no uuid","access_token":5,"expires_in":"x","issued_at":[]}',
  ],
  [
    'with a broken access token',
    '{"refresh_token":"00000000-0000-4000-8000-000000000000","access_token":"%","expires_in":30,"issued_at":0}',
  ],
])('an item that is %s is no session, and the next login replaces it', async (_what, text) => {
  const { service, storage, open } = startDevice();
  storage.values.set(itemName, text);
  const { client, signedOut } = open();
  expect(await client.restore()).toBe(false);
  expect(await client.restore({ always: true })).toBe(false);
  expect(service.requests).toEqual([]);
  await client.login(credentials);
  expect(await open().client.restore()).toBe(true);
  expect(signedOut).toEqual([]);
});

test('a key that is none is not sent: the item counts as broken', async () => {
  const { storage, open } = startDevice();
  await open().client.login(credentials);
  const stored = JSON.parse(storage.values.get(itemName) ?? '') as object;
  storage.values.set(itemName, JSON.stringify({ ...stored, idempotency_key: 'two\nlines' }));
  expect(await open().client.restore()).toBe(false);
});

test('what is answered 401 for ever is sent twice, after one refresh', async () => {
  const { service, open } = startDevice();
  const { client, signedOut } = open();
  await client.login(credentials);
  service.answer('/api/me/', problem(401, 'access_token_invalid'));
  await expect(client.me()).rejects.toMatchObject({ status: 401, code: 'access_token_invalid' });
  expect(service.to('/api/me/')).toHaveLength(2);
  expect(service.to('/api/refresh/')).toHaveLength(1);
  expect(signedOut).toEqual([]);
});

test('a call that is refused is not sent again with a token that was there before it', async () => {
  const { service, open } = startDevice();
  const [here, there] = [open(), open()];
  await here.client.login(credentials);
  there.clock.advance(10);
  await there.client.restore({ always: true });

  here.clock.advance(20);
  let refuse: () => void = () => undefined;
  service.answer('/api/me/', () => new Promise((resolve) => (refuse = () => resolve(refusal()))));
  const call = here.client.me();
  await vi.waitFor(() => expect(service.to('/api/me/')).toHaveLength(1));
  // Meanwhile this tab takes up the token of the other one.
  here.clock.advance(5);
  service.answer('/api/me/', () => json({ id: 1 }));
  await here.client.me();
  const taken = service.to('/api/me/')[1]?.headers.get('authorization');
  expect(service.to('/api/refresh/')).toHaveLength(1);

  service.answer('/api/me/', ({ headers }) =>
    headers.get('authorization') === taken ? refusal() : json({ id: 2 }),
  );
  refuse();
  expect(await call).toEqual({ id: 2 });
});

test('an answer without a refresh token is none: it is asked for again with the same key', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  service.answer('/api/refresh/', tokenPair(), tokenPair({ inBody: true }));
  clock.advance(60);
  await client.me();
  const keys = service.to('/api/refresh/').map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(tokenOf(storage.values.get(itemName))).toBeTypeOf('string');
});

test('a token that another process stored meanwhile is not overwritten by an answer that comes late', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  clock.advance(60);
  service.answer('/api/refresh/', (request, signal) => {
    const stored = JSON.parse(storage.values.get(itemName) ?? '') as object;
    const newer = { ...stored, refresh_token: '00000000-0000-4000-8000-999999999999' };
    storage.values.set(itemName, JSON.stringify(newer));
    return tokenPair({ inBody: true })(request, signal);
  });
  expect(await client.me()).toEqual({ id: 1 });
  expect(tokenOf(storage.values.get(itemName))).toBe('00000000-0000-4000-8000-999999999999');
});

test('the end of an older token removes no session that another process began meanwhile', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  clock.advance(60);
  service.answer('/api/refresh/', () => {
    const stored = JSON.parse(storage.values.get(itemName) ?? '') as object;
    const newer = { ...stored, refresh_token: '00000000-0000-4000-8000-999999999999' };
    storage.values.set(itemName, JSON.stringify(newer));
    return json({ code: 'session_ended', reason: 'admin' }, 401);
  });
  await expect(client.me()).rejects.toMatchObject({ code: 'session_ended' });
  expect(tokenOf(storage.values.get(itemName))).toBe('00000000-0000-4000-8000-999999999999');
});

test('a logout that does not reach the service signs nobody out', async () => {
  const { service, storage, open } = startDevice();
  const { client, signedOut } = open();
  await client.login(credentials);
  service.answer('/api/logout/', lost);
  await expect(client.logout()).rejects.toMatchObject({ code: 'unreachable' });
  expect(signedOut).toEqual([]);
  expect(storage.values.size).toBe(1);
});

test('an access token for other services is a fresh one, and there is none where nobody is signed in', async () => {
  const { service, open } = startDevice();
  const { client, clock } = open();
  expect(await client.accessToken()).toBeUndefined();
  expect(client.heldToken()).toBeUndefined();
  await client.login(credentials);
  const first = await client.accessToken();
  expect(client.heldToken()).toEqual({ text: first, secondsLeft: 30 });
  clock.advance(40);
  expect(client.heldToken()).toEqual({ text: first, secondsLeft: 0 });
  expect(await client.accessToken()).not.toBe(first);
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test.each(['a newer token', 'the key of a refresh that has begun', 'nothing'])(
  'a client that finds %s just before it stores its own key goes on from there and overwrites nothing',
  async (found) => {
    const { service, storage, open } = startDevice();
    const { client, clock, signedOut } = open();
    await client.login(credentials);
    const [older = ''] = storage.values.values();
    await open().client.login(credentials);
    const [newer = ''] = storage.values.values();
    storage.values.set(itemName, older);
    const key = 'f'.repeat(32);
    const now = {
      'a newer token': newer,
      'the key of a refresh that has begun': JSON.stringify({
        ...(JSON.parse(older) as object),
        idempotency_key: key,
      }),
      nothing: undefined,
    }[found];
    storage.written.length = 0;
    const get = storage.getItem.bind(storage);
    vi.spyOn(storage, 'getItem').mockImplementationOnce(async (name) => {
      const text = await get(name);
      // Another process, which waits for no lock of this one.
      if (now === undefined) storage.values.clear();
      else storage.values.set(itemName, now);
      return text;
    });
    clock.advance(60);
    const token = await client.accessToken().catch(() => undefined);
    const requests = service.to('/api/refresh/');
    expect(requests.map(({ body }) => tokenOf(body))).toEqual(now === undefined ? [] : [tokenOf(now)]);
    if (now?.includes(key)) expect(requests[0]?.headers.get('idempotency-key')).toBe(key);
    // The older token is not stored again.
    expect(storage.written.map(tokenOf)).not.toContain(tokenOf(older));
    expect(token === undefined).toBe(now === undefined);
    expect(signedOut).toEqual(now === undefined ? ['other tab'] : []);
  },
);
