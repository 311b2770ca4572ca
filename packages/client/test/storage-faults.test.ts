import { expect, test, vi } from 'vitest';
import { createClient, StorageError } from '../src/index.ts';
import { lost, tokenPair, type SeenRequest } from './support/service-double.ts';
import { credentials } from './support/start-client.ts';
import { itemName, startDevice } from './support/start-device.ts';

const tokenOf = (request: SeenRequest): unknown =>
  (JSON.parse(request.body ?? '{}') as { refresh_token?: unknown }).refresh_token;

test('a storage that takes nothing is told of once, and the session goes on in memory', async () => {
  const { service, storage, open } = startDevice();
  storage.fails = { get: true, set: true, remove: true };
  const { client, clock, signedOut, storageErrors } = open();
  await client.login(credentials);
  for (let i = 0; i < 3; i += 1) {
    clock.advance(60);
    expect(await client.me()).toEqual({ id: 1 });
  }
  // Each refresh sends the successor of the one before.
  expect(new Set(service.to('/api/refresh/').map(tokenOf)).size).toBe(3);
  expect(signedOut).toEqual([]);
  expect(storageErrors).toHaveLength(1);
  expect(storageErrors[0]).toBeInstanceOf(StorageError);
  expect(storageErrors[0]).toMatchObject({ name: 'StorageError', cause: { name: 'QuotaExceededError' } });
  expect(storageErrors[0]?.message).toContain('goes on in memory');
});

test('without a listener the console tells of it, and no token is in what it tells', async () => {
  const { service, storage } = startDevice();
  const told = vi.spyOn(console, 'error').mockReturnValue(undefined);
  storage.fails = { set: true };
  const client = createClient({ fetch: service.fetch, storage });
  await client.login(credentials);
  client.close();
  expect(told).toHaveBeenCalledTimes(1);
  expect(String(told.mock.calls[0])).not.toMatch(/0000-4000-8000|header\./);
  told.mockRestore();
});

test('a token that was spent does not stay in a storage that takes its successor no more', async () => {
  const { storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  storage.fails = { set: true };
  clock.advance(60);
  expect(await client.me()).toEqual({ id: 1 });
  expect(storage.values.size).toBe(0);
  clock.advance(60);
  expect(await client.me()).toEqual({ id: 1 });

  storage.fails = {};
  clock.advance(60);
  expect(await client.me()).toEqual({ id: 1 });
  expect(storage.values.size).toBe(1);
  expect(await open().client.restore()).toBe(true);
});

test('a storage that has room once the spent token is removed takes its successor, and nobody is told', async () => {
  const { storage, open } = startDevice();
  const { client, clock, storageErrors } = open();
  await client.login(credentials);
  const set = storage.setItem.bind(storage);
  vi.spyOn(storage, 'setItem').mockImplementation(async (name, value) => {
    // The key fits, the successor beside the old one does not.
    if (!value.includes('idempotency_key') && storage.values.size > 0) throw new Error('full');
    await set(name, value);
  });
  clock.advance(60);
  expect(await client.me()).toEqual({ id: 1 });
  expect(storage.values.size).toBe(1);
  expect(storageErrors).toEqual([]);
  expect(await open().client.restore()).toBe(true);
});

test('what another process stored while a write failed is not removed', async () => {
  const { storage, open } = startDevice();
  await open().client.login(credentials);
  const [newer = ''] = storage.values.values();
  const { client, clock } = open();
  await client.login(credentials);
  const set = storage.setItem.bind(storage);
  vi.spyOn(storage, 'setItem').mockImplementation(async (name, value) => {
    if (value.includes('idempotency_key')) return set(name, value);
    storage.values.set(itemName, newer);
    throw new Error('busy');
  });
  clock.advance(60);
  expect(await client.me()).toEqual({ id: 1 });
  expect(storage.values.get(itemName)).toBe(newer);
});

test('where the spent token cannot be removed either, this page does not send it again', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock, signedOut } = open();
  await client.login(credentials);
  storage.fails = { set: true, remove: true };
  for (let i = 0; i < 3; i += 1) {
    clock.advance(60);
    expect(await client.me()).toEqual({ id: 1 });
  }
  expect(new Set(service.to('/api/refresh/').map(tokenOf)).size).toBe(3);
  expect(storage.values.get(itemName)).toContain(
    String(tokenOf(service.to('/api/refresh/')[0] as SeenRequest)),
  );
  expect(signedOut).toEqual([]);
});

test('a retry has its key, also where the key could not be stored', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock } = open();
  await client.login(credentials);
  storage.fails = { set: true };
  clock.advance(60);
  service.answer('/api/refresh/', lost);
  await expect(client.me()).rejects.toMatchObject({ code: 'unreachable' });
  service.answer('/api/refresh/', tokenPair({ inBody: true }));
  await client.me();
  const keys = service.to('/api/refresh/').map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(5);
  expect(new Set(keys).size).toBe(1);
});

test('a storage that cannot be read for a while is a clear error where a token is needed, and signs nobody out', async () => {
  const { service, storage, open } = startDevice();
  const { client, clock, signedOut } = open();
  await client.login(credentials);
  storage.fails = { get: true };
  expect(await client.me()).toEqual({ id: 1 });
  clock.advance(60);
  // The token that was read last may have been spent by another tab: it is not sent.
  await expect(client.me()).rejects.toThrow(/could not be read/);
  await expect(open().client.restore()).rejects.toBeInstanceOf(StorageError);
  expect(service.to('/api/refresh/')).toEqual([]);
  storage.fails = {};
  expect(await client.me()).toEqual({ id: 1 });
  expect(signedOut).toEqual([]);
});

test('a client that was given a storage does not touch localStorage', () => {
  const setItem = vi.fn();
  vi.stubGlobal('localStorage', { getItem: () => null, setItem, removeItem: setItem });
  startDevice().open();
  vi.unstubAllGlobals();
  expect(setItem).not.toHaveBeenCalled();
});
