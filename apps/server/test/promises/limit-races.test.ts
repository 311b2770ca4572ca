import { expect, test } from 'vitest';
import type { PasswordHasher } from '../../src/lib/password-hashing.ts';
import { startApp } from '../support/app.ts';
import {
  attemptLogin,
  eventsOf,
  exhaust,
  fewAttempts,
  rightPassword,
  startLimited,
  stranger,
} from '../support/attempts.ts';
import type { Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { pause } from '../support/eventually.ts';
import { cheapHasher } from '../support/cheap-hasher.ts';
import { createGatedHasher } from '../support/gated-hasher.ts';

/** A hasher that tells how many passwords it has looked at: what an attacker really gets. */
function createCountingHasher(): PasswordHasher & { readonly verified: number } {
  let verified = 0;
  return {
    ...cheapHasher,
    get verified() {
      return verified;
    },
    verify(password, passwordHash) {
      verified += 1;
      return cheapHasher.verify(password, passwordHash);
    },
  };
}

function tally(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const times = <T>(number: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: number }, (_, i) => work(i)));

onEveryDatabase('limits under racing attempts', (kind) => {
  test('of 300 guesses that are sent at once exactly as many are looked at as the limit allows', async () => {
    const hasher = createCountingHasher();
    const app = await startApp(kind, { hasher, environment: fewAttempts });
    await app.register();
    const answers = await times(300, () => attemptLogin(app, stranger));
    expect(tally(answers)).toEqual({ 401: 5, 429: 295 });
    expect(hasher.verified).toBe(5);
    expect(await eventsOf(app, 'limit.reached')).toHaveLength(1);
  });

  test('200 right logins that are sent at once all succeed: they wait for each other, and none is refused', async () => {
    const app = await startLimited(kind);
    await app.register();
    const answers = await times(200, () => attemptLogin(app, stranger, rightPassword));
    expect(tally(answers)).toEqual({ 200: 200 });
  });

  test('guesses among right logins from elsewhere: as many are looked at as the limit allows', async () => {
    const hasher = createCountingHasher();
    const app = await startApp(kind, { hasher, environment: fewAttempts });
    await app.register();
    const answers = await times(120, (i) =>
      i % 3 === 0 ? attemptLogin(app, stranger) : attemptLogin(app, '198.51.100.7', rightPassword),
    );
    const counts = tally(answers);
    expect(counts).toEqual({ 200: expect.any(Number) as number, 401: 5, 429: expect.any(Number) as number });
    expect(hasher.verified).toBe((counts[200] ?? 0) + 5);
    expect(await exhaust(app, stranger)).toBe(0);
  });

  test('two nodes share the limit', async () => {
    const app = await startLimited(kind);
    const other = await app.another();
    await app.register();
    for (let i = 0; i < 2; i += 1) expect((await attemptLogin(app, stranger)).status).toBe(401);
    expect(await exhaust(other, stranger)).toBe(3);
    expect((await attemptLogin(app, stranger, rightPassword)).status).toBe(429);
  });

  test('a race on two nodes gets at most what each allows by itself, and nothing fails', async () => {
    const app = await startLimited(kind);
    const nodes = [app, await app.another()];
    await app.register();
    const answers = await times(200, (i) => attemptLogin(nodes[i % 2] ?? app, stranger));
    const { 401: guessed = 0, 429: refused = 0 } = tally(answers);
    expect(guessed).toBeGreaterThanOrEqual(5);
    expect(guessed).toBeLessThanOrEqual(10);
    expect(guessed + refused).toBe(200);
    for (const node of nodes) expect(await exhaust(node, stranger)).toBe(0);
  });

  test('many accounts from many addresses on two nodes, while old rows are cleared: no deadlock, no failure', async () => {
    const app = await startLimited(kind, {
      LOGIN_FAILURES_PER_ACCOUNT: '10000',
      LOGIN_FAILURES_PER_ADDRESS: '10000',
    });
    const nodes = [app, await app.another()];
    const { limits } = app.service.services;
    const guessing = times(400, (i) =>
      attemptLogin(nodes[i % 2] ?? app, `203.0.113.${i % 5}`, { email: `${(i * 7) % 5}@example.com` }),
    );
    const end = guessing.then(() => 'guessed' as const);
    do {
      await limits.clearOld();
      app.clock.advance(1);
    } while ((await Promise.race([end, pause(5)])) !== 'guessed');
    expect(tally(await guessing)).toEqual({ 401: 400 });
  });

  test('a guess that is being looked at counts as long as it may turn out wrong', async () => {
    const hasher = createGatedHasher(cheapHasher);
    const environment = { ...fewAttempts, LOGIN_FAILURES_PER_ACCOUNT: '1' };
    const app = await startApp(kind, { hasher, environment });
    await app.register();
    const arrived = hasher.hold('verify');
    const first = attemptLogin(app, stranger);
    await arrived;
    const second = attemptLogin(app, stranger, rightPassword);
    // Whoever is not that account is not kept waiting.
    const me = await app.get('/api/me/');
    expect(me.status).toBe(401);
    hasher.release();
    expect((await first).status).toBe(401);
    expect((await second).status).toBe(429);
  });

  test('an attempt that fails for another reason gives its place back', async () => {
    let isBroken = true;
    const hasher: PasswordHasher = {
      ...cheapHasher,
      verify: (...given) => (isBroken ? Promise.reject(new Error('planted')) : cheapHasher.verify(...given)),
    };
    const environment = { ...fewAttempts, LOGIN_FAILURES_PER_ACCOUNT: '1' };
    const app = await startApp(kind, { hasher, environment });
    await app.register();
    expect(tally(await times(20, () => attemptLogin(app, stranger, rightPassword)))).toEqual({ 500: 20 });
    isBroken = false;
    expect((await attemptLogin(app, stranger, rightPassword)).status).toBe(200);
  });

  test('of racing registrations from one address as many succeed as the limit allows', async () => {
    const app = await startLimited(kind, { REGISTRATIONS_PER_ADDRESS: '4' });
    const answers = await times(30, (i) =>
      app.post('/api/register/', { email: `${i}@example.com`, password: 'password' }),
    );
    expect(tally(answers)).toEqual({ 201: 4, 429: 26 });
  });
});
