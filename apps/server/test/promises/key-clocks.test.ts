import { expect, test } from 'vitest';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { adminEmail, adminPassword, startWithAdmin } from '../support/admin.ts';
import { createTestClock } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { adminKeys, lookAtKeys, type ListedKey } from '../support/signing-keys.ts';

test('a node whose clock is hours ahead, or behind, signs with a key when the database says so', async () => {
  const { app, call } = await startWithAdmin('PostgreSQL', { environment: { JWT_ALGORITHM: 'ES256' } });
  const off = (hours: number) => ({
    ...createTestClock(),
    now: () => app.clock.now() + hours * 3_600_000,
    fromDatabase: (time: number) => app.clock.fromDatabase(time),
  });
  const nodes = [await app.another({ clock: off(2) }), await app.another({ clock: off(-2) })];
  const { body } = await adminKeys(call).rotate();
  const { kid } = body as unknown as ListedKey;
  await lookAtKeys(...nodes);
  for (const { service } of nodes) expect(service.signingKeys.current().active.kid).not.toBe(kid);
  app.clock.advance(601);
  await lookAtKeys(...nodes);
  for (const { service } of nodes) expect(service.signingKeys.current().active.kid).toBe(kid);
});

test.each([3_600, -3_600])(
  'a clock that is set by %i seconds while a key waits harms nobody',
  async (step) => {
    const { app, call } = await startWithAdmin('SQLite', { environment: { JWT_ALGORITHM: 'EdDSA' } });
    await adminKeys(call).rotate();
    for (const seconds of [step, -step, 700, step, -step]) {
      app.clock.advance(seconds);
      await lookAtKeys(app);
      const { access_token } = await app.login(adminEmail, adminPassword);
      expect((await app.get('/api/me/', access_token)).status).toBe(200);
    }
  },
);

test('after the clock was an hour ahead and is set back, a new key waits its time, and keeps its place', async () => {
  const { app, call } = await startWithAdmin('SQLite', { environment: { JWT_ALGORITHM: 'ES256' } });
  const active = (): string => app.service.signingKeys.current().active.kid;
  const first = active();
  app.clock.advance(-3_600);
  const { kid } = (await adminKeys(call).rotate({ now: true })).body as unknown as ListedKey;
  await lookAtKeys(app);
  expect(active()).toBe(first);
  for (const seconds of [11, 3_600]) {
    app.clock.advance(seconds);
    await lookAtKeys(app);
    expect(active()).toBe(kid);
  }
});

test('a key stays for tokens of a time when they lived longer, also where that was the default of a former start', async () => {
  const environment = { JWT_ALGORITHM: 'ES256', ACCESS_TOKEN_LIFETIME: '2h' };
  const { app } = await startWithAdmin('SQLite', { environment });
  const { access_token } = await app.login(adminEmail, adminPassword);
  await app.stop();
  const now = await app.another({ environment: { ACCESS_TOKEN_LIFETIME: '30s' } });
  await now.service.keyAdministration.rotate({ now: true }, fromCommandLine);
  now.clock.advance(3_600);
  await now.service.keyAdministration.tidy();
  expect((await now.get('/api/me/', access_token)).status).toBe(200);
  now.clock.advance(3_700);
  await now.service.keyAdministration.tidy();
  expectProblem(await now.get('/api/me/', access_token), 401, 'access_token_invalid');
});
