import { expect, onTestFinished, test, vi } from 'vitest';
import { MemoryStorage } from '../src/storage.ts';
import { json, lost, problem, silence, tokenPair, type SeenRequest } from './support/service-double.ts';
import { createKeptStorage, startBrowser } from './support/start-client.ts';

const keyOf = (request: SeenRequest): string | null => request.headers.get('idempotency-key');
const noCookie = problem(400, 'invalid_request', { errors: { refresh_token: ['This field is required.'] } });

test('a page that is loaded takes the session up from the cookie', async () => {
  const { service, open } = startBrowser();
  const { client } = open();
  expect(await client.restore()).toBe(true);
  expect(client.isSignedIn()).toBe(true);
  const [request] = service.to('/api/refresh/');
  expect(request?.body).toBe('{}');
  expect(keyOf(request as SeenRequest)).toMatch(/^[0-9a-f]{32}$/);
});

test('a page without a session is told so quietly', async () => {
  const { service, open } = startBrowser();
  const { client, signedOut } = open();
  service.answer('/api/refresh/', noCookie);
  expect(await client.restore()).toBe(false);
  expect(signedOut).toEqual([]);
});

test('a browser that has cleared what pages stored knows of the session by the cookie of the server', async () => {
  const { service, open } = startBrowser();
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('document', { cookie: 'other=1; __Host-latchkey_signed_in=1' });
  expect(await open({ keyStorage: createKeptStorage() }).client.restore()).toBe(true);
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test.each([
  ['has no such cookie', { cookie: 'other=1; x__Host-latchkey_signed_in=1' }],
  [
    'may have no cookies',
    {
      get cookie(): string {
        throw new DOMException('The document is sandboxed.', 'SecurityError');
      },
    },
  ],
])('a page that %s and never signed in asks nobody', async (_name, document) => {
  const { service, open } = startBrowser();
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('document', document);
  expect(await open({ keyStorage: createKeptStorage() }).client.restore()).toBe(false);
  expect(service.to('/api/refresh/')).toHaveLength(0);
});

test('a page whose session has ended is told why', async () => {
  const { service, open } = startBrowser();
  const { client, signedOut } = open();
  service.answer('/api/refresh/', problem(401, 'session_ended', { reason: 'password_changed' }));
  expect(await client.restore()).toBe(false);
  expect(signedOut).toEqual(['password_changed']);
});

test('calls that find the token old at the same time make one refresh', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock } = await signedIn();
  service.answer('/api/me/', () => json({}));
  clock.advance(3_600);
  await Promise.all(Array.from({ length: 20 }, () => client.fetch('/api/me/')));
  expect(service.to('/api/refresh/')).toHaveLength(1);
  expect(new Set(service.to('/api/me/').map(({ headers }) => headers.get('authorization'))).size).toBe(1);
});

test.each([
  ['lost on the way', lost],
  ['lost in the middle', () => new Response('{"access_to', { status: 200 })],
  ['silent for ten seconds', silence],
  ['another site: a hotel that wants a click first', () => new Response('<h1>Welcome</h1>')],
  ['JSON without a token', () => json({ hello: 'world' })],
  ['too much load', problem(503, 'overloaded', {}, { 'retry-after': '1' })],
  ['too many attempts', problem(429, 'too_many_requests', {}, { 'retry-after': '2' })],
  ['a fault', problem(500, 'internal_error')],
  ['a bad gateway', () => new Response('', { status: 502 })],
])('an answer that is %s is asked for again with the same key', async (_name, failure) => {
  const { service, open } = startBrowser();
  const { client, signedOut } = open();
  service.answer('/api/refresh/', failure, failure, tokenPair());
  expect(await client.restore()).toBe(true);
  const requests = service.to('/api/refresh/');
  expect(requests).toHaveLength(3);
  expect(new Set(requests.map(keyOf)).size).toBe(1);
  expect(signedOut).toEqual([]);
});

test('the pauses grow, and are at least as long as the service asks for', async () => {
  const { service, open } = startBrowser();
  const { client, clock } = open();
  service.answer('/api/refresh/', lost, problem(503, 'x', {}, { 'retry-after': '3' }), lost, tokenPair());
  expect(await client.restore()).toBe(true);
  const [first = 0, second = 0, third = 0] = clock.pausesMs;
  expect(first).toBeGreaterThanOrEqual(150);
  expect(first).toBeLessThanOrEqual(450);
  expect(second).toBeGreaterThanOrEqual(3_500);
  expect(second).toBeLessThanOrEqual(4_500);
  expect(third).toBeGreaterThanOrEqual(1_500);
});

test('after four attempts the caller is told, nobody is signed out, and the next refresh sends the same key', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock, signedOut } = await signedIn();
  clock.advance(60);
  service.answer('/api/refresh/', problem(503, 'unavailable'));
  await expect(client.fetch('/api/me/')).rejects.toMatchObject({ status: 503, code: 'unavailable' });
  expect(service.to('/api/refresh/')).toHaveLength(4);
  expect(client.isSignedIn()).toBe(true);
  expect(signedOut).toEqual([]);

  service.answer('/api/refresh/', tokenPair());
  service.answer('/api/me/', () => json({}));
  await client.fetch('/api/me/');
  expect(new Set(service.to('/api/refresh/').map(keyOf)).size).toBe(1);
});

test('a page that is opened after the machine slept in the middle of a refresh sends the key of that refresh', async () => {
  const { service, open } = startBrowser();
  service.answer('/api/refresh/', lost);
  await expect(open().client.restore()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  service.answer('/api/refresh/', tokenPair());
  expect(await open().client.restore()).toBe(true);
  expect(new Set(service.to('/api/refresh/').map(keyOf)).size).toBe(1);
});

test('the key is where the other tabs find it before the request is sent', async () => {
  const keyStorage = new MemoryStorage();
  const { service, open } = startBrowser();
  service.answer('/api/refresh/', (request, signal) => {
    expect(keyStorage.getItem('latchkey-refresh-key')).toBe(keyOf(request));
    return tokenPair()(request, signal);
  });
  expect(await open({ keyStorage }).client.restore()).toBe(true);
  expect(keyStorage.getItem('latchkey-refresh-key')).toBeNull();
});

test('a storage that is full keeps nobody from refreshing, and a retry has its key', async () => {
  class FullStorage extends MemoryStorage {
    override setItem(): void {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    }
  }
  const { service, open } = startBrowser();
  const { client } = open({ keyStorage: new FullStorage() });
  service.answer('/api/refresh/', lost);
  await expect(client.restore()).rejects.toMatchObject({ code: 'unreachable' });
  service.answer('/api/refresh/', tokenPair());
  expect(await client.restore()).toBe(true);
  expect(new Set(service.to('/api/refresh/').map(keyOf)).size).toBe(1);
  await client.restore();
  expect(new Set(service.to('/api/refresh/').map(keyOf)).size).toBe(2);
});

test('each refresh that was answered is followed by one with a key of its own, whatever the answer was', async () => {
  const { service, open } = startBrowser();
  const ended = problem(401, 'session_ended', { reason: 'admin' });
  service.answer('/api/refresh/', tokenPair(), ended, noCookie, tokenPair());
  for (let i = 0; i < 4; i += 1) await open().client.restore();
  expect(new Set(service.to('/api/refresh/').map(keyOf)).size).toBe(4);
});

test('a stored key that is none is not sent', async () => {
  const keyStorage = new MemoryStorage();
  keyStorage.setItem('latchkey-refresh-key', 'two\nlines');
  const { service, open } = startBrowser();
  expect(await open({ keyStorage }).client.restore()).toBe(true);
  expect(service.to('/api/refresh/').map(keyOf)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
});

test.each([
  ['a 401 of something in between', () => new Response('Sign in to the proxy', { status: 401 })],
  ['a foreign origin', problem(403, 'forbidden')],
])('%s is passed on and signs nobody out', async (_name, refusal) => {
  const { service, signedIn } = startBrowser();
  const { client, clock, signedOut } = await signedIn();
  clock.advance(60);
  service.answer('/api/refresh/', refusal);
  await expect(client.fetch('/api/me/')).rejects.toMatchObject({ name: 'ApiProblem' });
  expect(service.to('/api/refresh/')).toHaveLength(1);
  expect(signedOut).toEqual([]);
});

test.each([
  ['session_ended', 'admin', 'admin'],
  ['refresh_token_reused', 'reuse', 'reuse'],
  ['refresh_token_expired', 'expired', 'expired'],
  ['refresh_token_unknown', undefined, 'unknown'],
  ['session_ended', 'a reason of a newer server', 'unknown'],
])('%s with the reason %s signs out once, as %s, and is not tried again', async (code, reason, told) => {
  const { service, signedIn } = startBrowser();
  const { client, clock, signedOut } = await signedIn();
  clock.advance(60);
  service.answer('/api/refresh/', problem(401, code, reason === undefined ? {} : { reason }));
  const failure = await client.json('/api/me/').catch((error: unknown) => error);
  expect(failure).toMatchObject({ status: 401, code, reason });
  expect(service.to('/api/refresh/')).toHaveLength(1);
  expect(service.to('/api/me/')).toHaveLength(0);
  expect(client.isSignedIn()).toBe(false);
  await client.restore();
  expect(signedOut).toEqual([told]);
});
