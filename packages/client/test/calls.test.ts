import { expect, test, vi } from 'vitest';
import { ApiProblem } from '../src/index.ts';
import { json, lost, problem, tokenPair, type SeenRequest } from './support/service-double.ts';
import { credentials, startBrowser } from './support/start-client.ts';

const tokenOf = (request: SeenRequest | undefined): string | null =>
  request?.headers.get('authorization') ?? null;

test('login asks for the cookie and keeps the access token for the calls that follow', async () => {
  const { service, open } = startBrowser();
  const { client } = open();
  expect(client.isSignedIn()).toBe(false);
  await client.login(credentials);
  expect(JSON.parse(service.requests[0]?.body ?? '')).toEqual({ ...credentials, refresh_token_in: 'cookie' });
  expect(client.isSignedIn()).toBe(true);
  expect(client.claims()).toMatchObject({ sub: '1', user_id: 1, sid: 'session-1', name: 'Žluťoučký kůň' });

  service.answer('/api/me/', () => json({ id: 1 }));
  expect(await client.json('/api/me/', { method: 'PUT', body: { username: 'x' } })).toEqual({ id: 1 });
  const [call] = service.to('/api/me/');
  expect(call).toMatchObject({ method: 'PUT', body: '{"username":"x"}' });
  expect(tokenOf(call)).toMatch(/^Bearer header\./);
});

test('a token is used until it is about to expire, and then renewed before it is used', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock } = await signedIn();
  service.answer('/api/me/', () => json({}));
  clock.advance(23);
  await client.fetch('/api/me/');
  expect(service.to('/api/refresh/')).toHaveLength(0);
  clock.advance(2);
  await client.fetch('/api/me/');
  expect(service.requests.map(({ path }) => path).slice(-2)).toEqual(['/api/refresh/', '/api/me/']);
  const [first, second] = service.to('/api/me/');
  expect(tokenOf(second)).not.toBe(tokenOf(first));
});

test('a token of few seconds is renewed a second early: the times in it are whole seconds', async () => {
  const { service, open } = startBrowser();
  const { client, clock } = open();
  service.answer('/api/login/', tokenPair({ expiresIn: 3 }));
  await client.login(credentials);
  clock.advance(1.9);
  await client.accessToken();
  expect(service.to('/api/refresh/')).toHaveLength(0);
  clock.advance(0.2);
  await client.accessToken();
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test('a wall clock that is a day off, either way, changes nothing', async () => {
  for (const dayOff of [-86_400_000, 86_400_000]) {
    vi.useFakeTimers({ now: Date.now() + dayOff, toFake: ['Date'] });
    const { service, signedIn } = startBrowser();
    const { client } = await signedIn();
    service.answer('/api/me/', () => json({}));
    await client.fetch('/api/me/');
    expect(service.to('/api/refresh/')).toHaveLength(0);
    vi.useRealTimers();
  }
});

test('what is answered 401 is sent once more with a new token, and never again', async () => {
  const { service, signedIn } = startBrowser();
  const { client } = await signedIn();
  service.answer('/api/me/', problem(401, 'access_token_invalid'), () => json({ id: 1 }));
  expect(await client.json('/api/me/')).toEqual({ id: 1 });
  const [first, second] = service.to('/api/me/');
  expect(tokenOf(second)).not.toBe(tokenOf(first));

  service.answer('/api/me/', problem(401, 'access_token_invalid'));
  const failure = await client.json('/api/me/').catch((error: unknown) => error);
  expect(failure).toMatchObject({ status: 401, code: 'access_token_invalid' });
  expect(service.to('/api/me/')).toHaveLength(4);
  expect(service.to('/api/refresh/')).toHaveLength(2);
});

test('calls that are answered 401 together are sent again after one refresh', async () => {
  const { service, signedIn } = startBrowser();
  const { client } = await signedIn();
  let refused: string | null = null;
  service.answer('/api/me/', (request) => {
    refused ??= tokenOf(request);
    return tokenOf(request) === refused ? json({ code: 'access_token_invalid' }, 401) : json({ id: 1 });
  });
  const answers = await Promise.all(Array.from({ length: 10 }, () => client.json('/api/me/')));
  expect(answers).toEqual(Array.from({ length: 10 }, () => ({ id: 1 })));
  expect(service.to('/api/refresh/')).toHaveLength(1);
});

test('a call of who is not signed in is sent as it is, and its 401 is handed back', async () => {
  const { service, open } = startBrowser();
  const { client } = open();
  service.answer('/api/me/', problem(401, 'access_token_missing'));
  expect((await client.fetch('/api/me/')).status).toBe(401);
  expect(service.requests).toHaveLength(1);
  expect(tokenOf(service.requests[0])).toBeNull();
});

test('a token that cannot be renewed ahead of time is used while it lives', async () => {
  const { service, signedIn } = startBrowser();
  const { client, clock, signedOut } = await signedIn();
  // A refusal to be asked for a long time is not waited for.
  service.answer('/api/refresh/', problem(503, 'unavailable', {}, { 'retry-after': '60' }));
  service.answer('/api/me/', () => json({ id: 1 }));
  clock.advance(25);
  expect(await client.json('/api/me/')).toEqual({ id: 1 });
  clock.advance(6);
  const failure = await client.json('/api/me/').catch((error: unknown) => error);
  expect(failure).toMatchObject({ status: 503, retryAfterSeconds: 60 });
  expect(signedOut).toEqual([]);
  expect(client.isSignedIn()).toBe(true);
});

test('a problem document becomes an ApiProblem with all that it says', async () => {
  const { service, open } = startBrowser();
  const { client } = open();
  const errors = { email: ['An account with this address exists.'] };
  service.answer('/api/register/', problem(400, 'email_taken', { errors }, { 'retry-after': '7' }));
  const failure = await client
    .json('/api/register/', { method: 'POST', body: {} })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiProblem);
  expect(failure).toMatchObject({
    status: 400,
    code: 'email_taken',
    title: 'email_taken',
    detail: 'about email_taken',
    message: 'about email_taken',
    errors,
    reason: undefined,
    retryAfterSeconds: 7,
  });
});

test('what is no problem document becomes an ApiProblem too: a proxy page, no answer at all', async () => {
  const { service, open } = startBrowser();
  const { client } = open();
  const failing = (path: string): Promise<unknown> => client.json(path).catch((error: unknown) => error);
  service.answer('/page', () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(await failing('/page')).toMatchObject({ status: 502, code: 'unknown', errors: {} });
  service.answer('/broken', () => new Response('{"half', { status: 200 }));
  expect(await failing('/broken')).toMatchObject({ status: 0, code: 'unreachable' });
  service.answer('/lost', lost);
  expect(await failing('/lost')).toMatchObject({ status: 0, code: 'unreachable' });
});

test('what the caller stops stays stopped', async () => {
  const { service, open } = startBrowser();
  const { client } = open();
  service.answer('/slow', (_request, signal) => {
    signal?.throwIfAborted();
    return json({});
  });
  const failure = await client
    .json('/slow', { signal: AbortSignal.abort() })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'AbortError' });
});

test('an answer without content is undefined', async () => {
  const { service, signedIn } = startBrowser();
  const { client } = await signedIn();
  service.answer('/api/me/sessions/', () => new Response(null, { status: 204 }));
  expect(await client.json('/api/me/sessions/', { method: 'DELETE' })).toBeUndefined();
});

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example/',
  '/\\elsewhere.example/',
  '/\t/elsewhere.example/',
  '/\n/elsewhere.example/',
  '/\r\\elsewhere.example/',
  'api/me/',
])('the token is not sent to %s', async (address) => {
  const { service, signedIn } = startBrowser();
  const { client } = await signedIn();
  await expect(client.fetch(address)).rejects.toThrow(RangeError);
  expect(service.requests).toHaveLength(1);
});

test('a service of another origin is called there', async () => {
  const { service, open } = startBrowser();
  service.answer('https://auth.example.com/api/login/', tokenPair());
  const { client } = open({ baseUrl: 'https://auth.example.com/' });
  await client.login(credentials);
  expect(client.isSignedIn()).toBe(true);
});
