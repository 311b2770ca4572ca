import { Agent, request } from 'node:http';
import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { countStatements } from '../support/count-statements.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { createHeldHasher } from '../support/held-hasher.ts';

const right = { email: defaultEmail, password: defaultPassword };

/** A login by a client that can hang up. */
function hangUpLater(url: string): () => void {
  const login = request(`${url}/api/login/`, {
    method: 'POST',
    agent: new Agent(),
    headers: { 'content-type': 'application/json' },
  });
  login.on('error', () => undefined);
  login.end(JSON.stringify(right));
  return () => login.destroy();
}

onEveryDatabase('while passwords are looked at, one after the other', (kind) => {
  test('what cannot be in time gets 503 at once, before anything is read; `me` and refresh go on', async () => {
    const { seen } = countStatements(kind);
    const hasher = createHeldHasher(4_000);
    const app = await startApp(kind, { hasher });
    await app.register();
    const pair = await app.login();
    hasher.hold();
    const held = [app.post('/api/login/', right), app.post('/api/login/', right)];
    await eventually('one that is looked at and one that waits', () => hasher.waiting === 1);

    const before = seen.length;
    const calls = [
      app.post('/api/login/', right),
      app.post('/api/login/', { ...right, email: 'nobody@example.com' }),
      app.post('/api/register/', { email: 'new@example.com', password: defaultPassword }),
    ];
    for (const answer of await Promise.all(calls)) {
      expectProblem(answer, 503, 'overloaded');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(7);
    }
    expect(seen.slice(before)).toEqual([]);
    expect((await app.get('/api/me/', pair.access_token)).status).toBe(200);
    expect((await app.refresh(pair.refresh_token)).status).toBe(200);

    hasher.release();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('a login whose client has hung up is never looked at', async () => {
    const hasher = createHeldHasher(1);
    const app = await startApp(kind, { hasher });
    await app.register();
    hasher.hold();
    const first = app.post('/api/login/', right);
    await eventually('a login that is looked at', () => hasher.looked === 1);
    const hangUps = [1, 2, 3].map(() => hangUpLater(app.url));
    await eventually('three that wait', () => hasher.waiting === 3);
    for (const hangUp of hangUps) hangUp();
    const last = app.post('/api/login/', right);
    await eventually('another one that waits', () => hasher.waiting === 4);
    await app.get('/health/live');
    hasher.release();
    expect((await first).status).toBe(200);
    expect((await last).status).toBe(200);
    expect(hasher.looked).toBe(2);
  });
});
