import { expect, test } from 'vitest';
import { startWithAdmin } from '../support/admin.ts';
import { longLived, type TestApp } from '../support/app.ts';
import { bearer, type Answer, type TokenPair } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { operate } from '../support/operate.ts';
import { expectFields } from '../support/expect-problem.ts';
import { feedPath, readFeed, sidOf } from '../support/read-feed.ts';
import { share } from '../support/share.ts';
import { decodeToken } from '../support/tokens.ts';

const password = 'correct horse battery';
let accounts = 0;

onEveryDatabase('the feed of ended sessions', (kind) => {
  const shared = share((atTheEnd) =>
    startWithAdmin(kind, { atTheEnd, environment: { ...longLived, REFRESH_REUSE_GRACE: '0' } }),
  );

  /** An account with a session, and what an admin may do to it. */
  async function signedIn() {
    const { app, call } = shared();
    const email = `user${(accounts += 1)}@example.com`;
    const { id } = await app.register(email);
    const pair = await app.login(email);
    return { app, call, id, email, pair, again: () => app.login(email) };
  }

  const hasEnded = async (app: TestApp, pair: TokenPair): Promise<boolean> =>
    (await readFeed(app)).sessions.includes(sidOf(pair.access_token));

  type Scene = Awaited<ReturnType<typeof signedIn>>;
  const send = async (scene: Scene, method: string, path: string, body?: unknown): Promise<void> => {
    const headers = bearer((await scene.again()).access_token);
    const { status } = await scene.app.send(method, path, { headers, ...(body !== undefined && { body }) });
    expect(status).toBeLessThan(300);
  };

  const ways: [string, (scene: Scene) => Promise<unknown>][] = [
    ['a logout', ({ app, pair }) => app.logout(pair.refresh_token)],
    [
      'the owner ends it',
      (scene) => send(scene, 'DELETE', `/api/me/sessions/${sidOf(scene.pair.access_token)}/`),
    ],
    ['the owner ends all others', (scene) => send(scene, 'DELETE', '/api/me/sessions/')],
    [
      'the password is changed',
      (scene) =>
        send(scene, 'POST', '/api/me/password/', {
          current_password: password,
          new_password: 'another password',
        }),
    ],
    [
      'the owner deletes the account',
      (scene) => send(scene, 'DELETE', '/api/me/', { current_password: password }),
    ],
    [
      'an admin ends it',
      ({ call, pair }) => call('DELETE', `/api/admin/sessions/${sidOf(pair.access_token)}/`),
    ],
    [
      'an admin ends all of the account',
      ({ call, id }) => call('POST', '/api/admin/sessions/end/', { account: id }),
    ],
    [
      'the account is disabled',
      ({ call, id }) => call('PATCH', `/api/admin/accounts/${id}/`, { is_active: false }),
    ],
    ['an admin deletes the account', ({ call, id }) => call('DELETE', `/api/admin/accounts/${id}/`)],
    [
      'an operator sets a password',
      ({ app, email }) => operate(app).resetPassword(email, 'another password'),
    ],
    [
      'a refresh token is used twice',
      async ({ app, pair }) => {
        await app.refresh(pair.refresh_token);
        await app.refresh(pair.refresh_token);
      },
    ],
  ];
  test.each(ways)('tells of a session when %s', async (_way, end) => {
    const scene = await signedIn();
    expect(await hasEnded(scene.app, scene.pair)).toBe(false);
    await end(scene);
    expect(await hasEnded(scene.app, scene.pair)).toBe(true);
  });

  test('tells of no session that goes on', async () => {
    const { app, pair, again } = await signedIn();
    const other = await again();
    await app.refresh(pair.refresh_token);
    await app.logout(other.refresh_token);
    expect(await hasEnded(app, pair)).toBe(false);
  });

  test('has a number that grows with every end, and an issuer', async () => {
    const { app, pair } = await signedIn();
    const before = await readFeed(app);
    await app.logout(pair.refresh_token);
    const after = await readFeed(app);
    expect(after.seq).toBeGreaterThan(before.seq);
    expect(after).toMatchObject({
      iss: 'http://localhost:8000',
      header: { typ: 'latchkey-revocations+jwt' },
    });
  });

  test('is signed with a key of its own, which is not among those of access tokens', async () => {
    const { app, pair } = await signedIn();
    const { header } = await readFeed(app);
    expect(header['kid']).not.toBe(decodeToken(pair.access_token).header['kid']);
    expect((await app.get('/.well-known/jwks.json')).body).toEqual({ keys: [] });
    const { keys } = (await app.get(`${feedPath}/jwks.json`)).body as unknown as { keys: object[] };
    expect(keys).toEqual([expect.objectContaining({ kid: header['kid'], use: 'latchkey-revocations' })]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  test('a feed is no access token', async () => {
    const { app } = await signedIn();
    const { body } = await app.get(feedPath);
    const { feed } = body as unknown as { feed: string };
    expect((await app.get('/api/me/', feed)).status).toBe(401);
  });

  test('answers 304 to who has it already, and a new one after the next end', async () => {
    const { app, pair } = await signedIn();
    const { etag } = await readFeed(app);
    const same = await app.send('GET', feedPath, { headers: { 'if-none-match': etag } });
    expect([same.status, same.text]).toEqual([304, '']);
    await app.logout(pair.refresh_token);
    expect((await readFeed(app, '', etag)).etag).not.toBe(etag);
  });

  test('who waits is answered within a second after an end', async () => {
    const { app, pair } = await signedIn();
    const { etag } = await readFeed(app);
    const waiting = readFeed(app, '?wait=25', etag);
    await app.logout(pair.refresh_token);
    const answered = performance.now();
    expect((await waiting).sessions).toContain(sidOf(pair.access_token));
    expect(performance.now() - answered).toBeLessThan(1_000);
  });

  test('who has waited in vain gets it signed anew', async () => {
    const { app } = await signedIn();
    const { etag, iat } = await readFeed(app);
    const feed = await readFeed(app, '?wait=1', etag);
    expect(feed.etag).toBe(etag);
    expect(feed.iat).toBeGreaterThan(iat);
  });

  test('nobody waits for longer than 25 seconds', async () => {
    const { app } = await signedIn();
    for (const wait of ['26', '-1', '1e1', '', 'long']) {
      expectFields(await app.get(`${feedPath}?wait=${wait}`), 'wait');
    }
  });

  test('a crowd of one address is answered 503, and those who do not wait are served', async () => {
    const { app, pair } = await signedIn();
    const { etag } = await readFeed(app);
    const answers = Array.from({ length: 110 }, () =>
      app.send('GET', `${feedPath}?wait=25`, { headers: { 'if-none-match': etag } }),
    );
    const refused = await firstOf(10, answers, ({ status }) => status === 503);
    for (const { body, headers } of refused) {
      expect([body.code, headers['retry-after']]).toEqual(['overloaded', '5']);
    }
    await readFeed(app);
    await app.logout(pair.refresh_token);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
  });
});

/** Waits until so many of the answers are there that are as they should be. */
function firstOf(
  count: number,
  answers: readonly Promise<Answer>[],
  isRight: (answer: Answer) => boolean,
): Promise<Answer[]> {
  const found: Answer[] = [];
  return new Promise((resolve, reject) => {
    for (const answer of answers)
      answer.then((settled) => {
        if (isRight(settled) && found.push(settled) === count) resolve(found);
      }, reject);
  });
}

onEveryDatabase('an ended session stays in the feed', (kind) => {
  async function started(environment = {}) {
    const { app, call } = await startWithAdmin(kind, { environment });
    const { refresh_token, access_token } = await app.login('admin@example.com', 'the password of the admin');
    const isIn = async (where = app): Promise<boolean> =>
      (await readFeed(where)).sessions.includes(sidOf(access_token));
    return { app, call, isIn, logout: () => app.logout(refresh_token) };
  }
  const setLifetime = (
    call: Awaited<ReturnType<typeof started>>['call'],
    version: number,
    seconds: number | null,
  ) => call('PATCH', '/api/admin/settings/', { version, values: { ACCESS_TOKEN_LIFETIME: seconds } });

  test('until its tokens have expired, and a minute of leeway, and no longer than needed', async () => {
    const { app, isIn, logout } = await started();
    await logout();
    app.clock.advance(30 + 60);
    expect(await isIn()).toBe(true);
    app.clock.advance(30);
    expect(await isIn()).toBe(false);
  });

  test('for as long as the tokens that were issued before the lifetime was shortened', async () => {
    const { app, call, isIn, logout } = await started();
    await setLifetime(call, 0, 3_600);
    await setLifetime(call, 1, 30);
    await logout();
    app.clock.advance(3_600);
    expect(await isIn()).toBe(true);
    app.clock.advance(120);
    expect(await isIn()).toBe(false);
  });

  test('also where the lifetime is the default of another start', async () => {
    const { app, logout } = await started({ ACCESS_TOKEN_LIFETIME: '1h' });
    await logout();
    const restarted = await app.another({ environment: { ACCESS_TOKEN_LIFETIME: '30' } });
    app.clock.advance(3_500);
    expect((await readFeed(restarted)).sessions).toHaveLength(1);
    app.clock.advance(220);
    expect((await readFeed(restarted)).sessions).toHaveLength(0);
  });

  test('by name while there are few enough; of a crowd the newest, and all older tokens are refused by their age', async () => {
    const { app } = await started();
    const { kysely } = app.service.database;
    const named = 20_000;
    const begin = app.clock.now();
    const rows = Array.from({ length: named + 1_500 }, (_, i) => ({
      session_id: `crowd-${i}`,
      ended_at: begin + i,
    }));
    for (let from = 0; from < rows.length; from += 1_000)
      await kysely
        .insertInto('ended_sessions')
        .values(rows.slice(from, from + 1_000))
        .execute();
    const { sessions, not_before } = await readFeed(app);
    expect(new Set(sessions)).toEqual(new Set(rows.slice(-named).map((row) => row.session_id)));
    expect(not_before).toBe(Math.floor((begin + 1_499) / 1_000));
    app.clock.advance(180);
    expect(await readFeed(app)).toMatchObject({ sessions: [] });
    expect(await readFeed(app)).not.toHaveProperty('not_before');
  });

  test('and whoever waits when the server stops is answered', async () => {
    const { app } = await started();
    const { etag } = await readFeed(app);
    const headers = { 'if-none-match': etag };
    const waiting = app.send('GET', `${feedPath}?wait=25`, { headers });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopping = performance.now();
    await app.stop();
    expect((await waiting).status).toBe(200);
    expect(performance.now() - stopping).toBeLessThan(5_000);
  });
});
