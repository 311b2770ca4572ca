import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { defaultEmail, defaultPassword, type TokenPair } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { takeDatabaseAway } from '../support/take-database-away.ts';

onEveryDatabase('while the database is away', (kind) => {
  const calls: [string, (app: TestApp, pair: TokenPair) => ReturnType<TestApp['get']>][] = [
    ['refresh', (app, pair) => app.refresh(pair.refresh_token)],
    ['logout', (app, pair) => app.logout(pair.refresh_token)],
    [
      'register',
      (app) => app.post('/api/register/', { email: 'new@example.com', password: defaultPassword }),
    ],
    ['login', (app) => app.post('/api/login/', { email: defaultEmail, password: defaultPassword })],
    ['PUT me', (app, pair) => app.put('/api/me/', { username: 'x' }, pair.access_token)],
  ];

  test('what needs it answers 503 and when to come back, and afterwards nothing is lost', async () => {
    const app = await startApp(kind, { environment: { ACCESS_TOKEN_LIFETIME: '1h' } });
    await app.register();
    const pair = await app.login();
    const giveBack = await takeDatabaseAway(app);
    for (const [name, call] of calls) {
      const answer = await call(app, pair);
      expect(`${name}: ${answer.status}`).toBe(`${name}: 503`);
      expectProblem(answer, 503, 'unavailable');
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(3);
    }
    await giveBack();
    expect((await app.refresh(pair.refresh_token)).status).toBe(200);
    expect((await app.get('/health/ready')).status).toBe(200);
    await app.login();
  });
});
