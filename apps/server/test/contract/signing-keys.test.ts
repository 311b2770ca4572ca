import { createVerifier } from '@latchkey/token-verifier';
import { expect, test } from 'vitest';
import { adminEmail, adminPassword, callWith, startWithAdmin } from '../support/admin.ts';
import { publicUrl } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { findSecrets } from '../support/find-secrets.ts';
import {
  adminKeys,
  clockBeside,
  kidOf,
  lookAtKeys,
  publishedKids,
  type ListedKey,
} from '../support/signing-keys.ts';

const givenSecret = 'the secret that all services share, 32 bytes';
const withPublicKeys = { JWT_ALGORITHM: 'ES256', ACCESS_TOKEN_LIFETIME: '1h' };
/** More than any key waits that was told to sign now. */
const soonSeconds = 11;

onEveryDatabase('the keys of access tokens', (kind) => {
  async function started(environment: Record<string, string> = withPublicKeys) {
    const { app, call } = await startWithAdmin(kind, { environment });
    const keys = adminKeys(call);
    const signIn = async (): Promise<string> => (await app.login(adminEmail, adminPassword)).access_token;
    const pass = async (seconds: number): Promise<void> => {
      app.clock.advance(seconds);
      await lookAtKeys(app);
    };
    return { app, call, keys, signIn, pass };
  }
  const keyIn = ({ body }: { body: unknown }): ListedKey => body as ListedKey;

  test('are listed with what they do and until when, and without a secret', async () => {
    const { keys, pass } = await started();
    const [first] = await keys.list();
    expect(first).toEqual({
      kid: expect.any(String) as string,
      algorithm: 'ES256',
      state: 'signing',
      created_at: expect.any(String) as string,
      signs_from: first?.created_at,
      verifies_until: null,
      from_environment: false,
    });
    await keys.rotate();
    expect((await keys.list()).map(({ state }) => state)).toEqual(['waiting', 'signing']);
    await pass(601);
    const [newest, former] = await keys.list();
    expect([newest?.state, former?.state]).toEqual(['signing', 'superseded']);
    const until = Date.parse(former?.verifies_until ?? '') - Date.parse(newest?.signs_from ?? '');
    expect(until).toBe((3_600 + 75) * 1_000);
  });

  test('of two that rotate at the same time one makes the key, and the other one is told of it', async () => {
    const { app, keys, call } = await started();
    const other = await app.another();
    const { authorization } = { authorization: (await other.login(adminEmail, adminPassword)).access_token };
    const both = await Promise.all([
      keys.rotate(),
      adminKeys(callWith(other, authorization)).rotate(),
      keys.rotate(),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = both.find(({ status }) => status === 409);
    const waiting = (await keys.list()).filter(({ state }) => state === 'waiting');
    expect(waiting).toHaveLength(1);
    expect(refused?.body.detail).toContain(waiting[0]?.kid);
    expect((await call('GET', '/api/admin/audit/?event=signing_key.created')).body.items).toHaveLength(2);
  });

  test('a key that leaked is replaced in seconds; what it has signed is refused at once when it is retired', async () => {
    const { app, keys, call, signIn, pass } = await started();
    const other = await app.another();
    const before = await app.login(adminEmail, adminPassword);
    const [leaked] = await keys.list();
    const kid = leaked?.kid ?? '';
    // Both have verified it, and remember.
    for (const node of [app, other])
      expect((await node.get('/api/me/', before.access_token)).status).toBe(200);
    expectProblem(await keys.retire(kid), 409, 'conflict');
    expectProblem(await keys.retire(kid, { now: true }), 409, 'conflict');
    expect((await keys.rotate({ now: true })).status).toBe(201);
    await lookAtKeys(other);
    await pass(soonSeconds);
    const after = await signIn();
    expect(kidOf(after)).not.toBe(kid);
    const refused = await keys.retire(kid);
    expectProblem(refused, 409, 'conflict');
    expect(refused.body.detail).toMatch(/over at \d{4}-.*--now/);
    expect((await keys.retire(kid, { now: true })).status).toBe(204);
    await lookAtKeys(other);
    for (const node of [app, other]) {
      expectProblem(await node.get('/api/me/', before.access_token), 401, 'access_token_invalid');
      expect((await node.get('/api/me/', after)).status).toBe(200);
      expect(await publishedKids(node)).toEqual([kidOf(after)]);
    }
    // Whoever held one refreshes, and goes on.
    const { body } = await other.refresh(before.refresh_token);
    expect((await app.get('/api/me/', body.access_token)).status).toBe(200);
    expectProblem(await adminKeys(callWith(app, body.access_token)).retire('no-such-key'), 404, 'not_found');
    const audit = await callWith(app, after)('GET', '/api/admin/audit/?event=signing_key.retired');
    expect(audit.body.items).toHaveLength(1);
    expectProblem(await call('GET', '/api/admin/keys/'), 401, 'access_token_invalid');
  });

  test('HS256 takes two steps: services have the new secret before it signs, and none is surprised', async () => {
    const { app, keys, signIn, pass } = await started({ ACCESS_TOKEN_LIFETIME: '1h' });
    const former = (await app.service.keyAdministration.reveal()).secret;
    const rotated = await keys.rotate();
    expectProblem(rotated, 409, 'conflict');
    expect(rotated.body.detail).toMatch(/two steps.*keys add.*keys activate/);
    const added = await keys.add();
    expect(added.status).toBe(201);
    expect(added.headers['cache-control']).toBe('no-store');
    const { kid, secret = '', state } = keyIn(added);
    expect(state).toBe('added');
    expectProblem(await keys.add(), 409, 'conflict');
    expectProblem(await keys.rotate({ now: true }), 409, 'conflict');

    const clock = clockBeside(app);
    const holderOf = (...key: string[]) => createVerifier({ issuer: publicUrl, key, clock });
    const [old, both] = [holderOf(former), holderOf(former, secret)];
    const early = await signIn();
    for (const holder of [old, both])
      expect(await holder.verify(early)).toMatchObject({ token_type: 'access' });
    await expect(holderOf(secret).verify(early)).rejects.toThrow();

    const activated = await keys.activate(kid);
    expect(keyIn(activated)).toMatchObject({ kid, state: 'waiting' });
    // The nodes have to know it first.
    expect(kidOf(await signIn())).toBe(kidOf(early));
    await pass(soonSeconds);
    const late = await signIn();
    expect(kidOf(late)).toBe(kid);
    for (const holder of [both, holderOf(secret)])
      expect(await holder.verify(late)).toMatchObject({ user_id: 1 });
    await expect(old.verify(late)).rejects.toThrow();
    for (const token of [early, late]) expect((await app.get('/api/me/', token)).status).toBe(200);
    expectProblem(await keys.activate(kid), 409, 'conflict');
    expectProblem(await keys.activate(kidOf(early)), 409, 'conflict');
    expect(await publishedKids(app), 'a shared secret is published').toEqual([]);
  });

  test('HS256 is rotated in one step only now, and public keys are not added', async () => {
    const { keys, signIn, pass } = await started({});
    const rotated = await keys.rotate({ now: true });
    expect(rotated.body).not.toHaveProperty('secret');
    await pass(soonSeconds);
    expect(kidOf(await signIn())).toBe(keyIn(rotated).kid);
    const { keys: published } = await started();
    expectProblem(await published.add(), 409, 'conflict');
  });

  test('a key that was added or waits is taken back by retiring it', async () => {
    const { keys, signIn, pass } = await started();
    const { kid } = keyIn(await keys.rotate());
    expect((await keys.retire(kid)).status).toBe(204);
    await pass(601);
    expect(kidOf(await signIn())).not.toBe(kid);
    // And a waiting one is hurried by activating it.
    const next = keyIn(await keys.rotate());
    await keys.activate(next.kid);
    await pass(soonSeconds);
    expect(kidOf(await signIn())).toBe(next.kid);
  });

  test('where JWT_SIGNING_KEY is given, the keys are changed there, and every step says so', async () => {
    const { app, keys } = await started({ JWT_SIGNING_KEY: givenSecret });
    const [given] = await keys.list();
    expect(given).toMatchObject({ state: 'signing', from_environment: true });
    for (const answer of [
      await keys.rotate(),
      await keys.rotate({ now: true }),
      await keys.add(),
      await keys.activate(given?.kid ?? ''),
    ]) {
      expectProblem(answer, 409, 'conflict');
      expect(answer.body.detail).toMatch(/JWT_SIGNING_KEY of the servers.*one after the other/);
    }
    expect(await keys.list()).toHaveLength(1);
    // Once it is not given any longer, the key is ours.
    await app.stop();
    const own = await app.another({ environment: { JWT_SIGNING_KEY: undefined } });
    const { access_token } = await own.login(adminEmail, adminPassword);
    const ownKeys = adminKeys(callWith(own, access_token));
    expect(await ownKeys.list()).toMatchObject([{ kid: given?.kid, from_environment: false }]);
    expect((await ownKeys.add()).status).toBe(201);
  });

  test('a stranger learns nothing of them, not even which names would be wrong', async () => {
    const { app } = await started();
    const keys = adminKeys(callWith(app, 'no token'));
    const attempts = [
      () => keys.activate('no key of ours'),
      () => keys.retire('no key of ours', { now: 'perhaps' }),
      () => keys.rotate({ now: 'perhaps' }),
    ];
    for (const attempt of attempts) expectProblem(await attempt(), 401, 'access_token_invalid');
  });

  test('a key of another algorithm than the servers sign with cannot be let sign', async () => {
    const { app, keys } = await started({});
    const { kid } = keyIn(await keys.add());
    await app.stop();
    const now = await app.another({ environment: { JWT_ALGORITHM: 'ES256' } });
    const { access_token } = await now.login(adminEmail, adminPassword);
    expectProblem(await adminKeys(callWith(now, access_token)).activate(kid), 409, 'conflict');
  });

  test('no secret and no private key is kept in clear, or told but once', async () => {
    const { app, keys, call } = await started({});
    const secrets = [(await app.service.keyAdministration.reveal()).secret];
    const { secret = '', kid } = keyIn(await keys.add());
    secrets.push(secret);
    const restarted = await app.another({ environment: { JWT_ALGORITHM: 'RS256' } });
    const { kysely } = app.service.database;
    await lookAtKeys(restarted);
    for (const { secret: material } of restarted.service.signingKeys.current().all) {
      secrets.push(...material.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')));
    }
    expect(secrets.length).toBeGreaterThan(20);
    const stored = [
      await kysely.selectFrom('signing_keys').selectAll().execute(),
      await kysely.selectFrom('audit_events').selectAll().execute(),
      await keys.list(),
      (await call('GET', '/api/admin/audit/')).body,
      (await app.get('/.well-known/jwks.json')).body,
    ];
    expect(JSON.stringify(stored)).toContain(kid);
    expect(findSecrets(JSON.stringify(stored), secrets)).toEqual([]);
  });

  test('SECRET_KEY is changed under all of them: they stay, and are sealed anew while the servers run', async () => {
    const former = 'the former secret key of this test';
    const { app, keys, signIn } = await started({ ...withPublicKeys, SECRET_KEY: former });
    const waiting = keyIn(await keys.rotate());
    const token = await signIn();
    // The first node still lives and does not know the new one.
    const both = await app.another({
      environment: { SECRET_KEY: 'the new secret key of this test', SECRET_KEY_FALLBACKS: former },
    });
    const sealedUnder = async (): Promise<number[]> =>
      (await both.service.database.kysely.selectFrom('signing_keys').select('secret_key_id').execute()).map(
        ({ secret_key_id }) => secret_key_id,
      );
    const before = await sealedUnder();
    await both.service.keyAdministration.tidy();
    expect(await sealedUnder()).toEqual(before);
    await app.stop();
    await both.service.node.beat();
    await both.service.keyAdministration.tidy();
    for (const id of await sealedUnder()) expect(before).not.toContain(id);
    expect((await both.get('/api/me/', token)).status).toBe(200);
    both.clock.advance(601);
    await lookAtKeys(both);
    expect(kidOf((await both.login(adminEmail, adminPassword)).access_token)).toBe(waiting.kid);
  });
});
